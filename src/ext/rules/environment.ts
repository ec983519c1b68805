/** The environment variables that a rules file can name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Matches `${NAME}` and `${NAME:-default}`. */
const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

/** Lists the names of the variables in a text that are not set and have no default. */
export function unsetIn(text: string, env: Environment): string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name = '', otherwise]) =>
    otherwise === undefined && valueOf(name, env) === undefined ? [name] : [],
  )
}

/**
 * Replaces the environment variables in a text. As in a shell, a default stands for a variable that
 * is unset or empty. A variable that is unset and has no default remains as it is.
 */
export function substitute(text: string, env: Environment): string {
  return text.replaceAll(VARIABLE, (whole, name: string, otherwise: string | undefined) => {
    const value = valueOf(name, env)
    return otherwise === undefined ? (value ?? whole) : value || otherwise
  })
}

function valueOf(name: string, env: Environment): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined
}
