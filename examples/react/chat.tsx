import { useAnswer, type Ask } from './use-answer.js'

/** Shows an answer as it grows, and has a button to stop it. */
export function Chat({ ask }: { readonly ask: Ask }) {
  const { text, status, start, stop } = useAnswer(ask)

  return (
    <main>
      <button onClick={() => start('Tell me a story.')}>Ask</button>
      <button onClick={stop}>Stop</button>
      {status === 'thinking' && <p role="status">Thinking…</p>}
      <p role="log">{text}</p>
      {status === 'stopped' && <p>You stopped the answer.</p>}
      {status === 'failed' && <p role="alert">The answer is incomplete.</p>}
    </main>
  )
}
