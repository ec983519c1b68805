import { useEffect, useRef, useState } from 'react'

/** Streams the text of an answer, piece by piece. */
export type Ask = (question: string, signal: AbortSignal) => AsyncIterable<string>

/** An answer that grows, for a component to show. */
export function useAnswer(ask: Ask) {
  const [text, setText] = useState('')
  const [status, setStatus] = useState<'idle' | 'thinking' | 'writing' | 'stopped' | 'failed'>(
    'idle',
  )
  const controller = useRef(new AbortController())
  const stop = () => controller.current.abort()

  // A component that is gone needs no answer.
  useEffect(() => stop, [])

  async function start(question: string): Promise<void> {
    controller.current = new AbortController()
    const { signal } = controller.current
    setText('')
    setStatus('thinking')
    try {
      for await (const piece of ask(question, signal)) {
        setStatus('writing')
        setText((before) => before + piece)
      }
      setStatus(signal.aborted ? 'stopped' : 'idle')
    } catch {
      setStatus(signal.aborted ? 'stopped' : 'failed')
    }
  }

  return { text, status, start, stop }
}
