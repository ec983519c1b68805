/** The rate limits that OpenAI tells of on most endpoints, none of them near. */
export const RATE_LIMITS = {
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-limit-tokens': '2000000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-remaining-tokens': '1999990',
  'x-ratelimit-reset-requests': '6ms',
  'x-ratelimit-reset-tokens': '0s',
}

/**
 * The headers of every OpenAI response. What depends on the connection, such as
 * cookies, is left out.
 *
 * @param serial The number of the request, which its id is made of.
 */
export function openAIHeaders(serial: number): Record<string, string> {
  return {
    'x-request-id': `req_${serial.toString(16).padStart(32, '0')}`,
    'openai-organization': 'org-test',
    'openai-project': 'proj_test',
    'openai-processing-ms': '10',
    'openai-version': '2020-10-01',
    'access-control-expose-headers': 'X-Request-ID',
    'cf-cache-status': 'DYNAMIC',
    server: 'cloudflare',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'x-content-type-options': 'nosniff',
  }
}
