/** The time at which every resource was created, in Unix seconds. */
export const CREATED_AT = 1700000000
