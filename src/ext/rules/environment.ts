/** The environment variables that a rules file can name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Matches `${NAME}` and `${NAME:-default}`. */
const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

/**
 * Replaces the environment variables in a text. As in a shell, a default stands for a variable that
 * is unset or empty. A variable that is unset and has no default remains as it is.
 */
export function substitute(text: string, env: Environment): string {
  return text.replaceAll(VARIABLE, (whole, name: string, otherwise: string | undefined) => {
    const value = Object.hasOwn(env, name) ? env[name] : undefined
    return otherwise === undefined ? (value ?? whole) : value || otherwise
  })
}
