/** The tools of the app under test. */
const tools: Record<string, (args: { city?: string }) => string> = {
  get_location: () => 'Paris',
  get_weather: ({ city }) => `Sunny in ${city}`,
}

export const names = Object.keys(tools)

/** Calls a tool for the model. */
export function callTool(name: string, args: string): string {
  return tools[name]?.(JSON.parse(args)) ?? 'There is no such tool.'
}
