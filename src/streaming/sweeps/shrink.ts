/** Leave out what need not be there for `fails` to hold: half of it at a time, then less and less. */
export async function shrink<Part>(
  parts: readonly Part[],
  fails: (fewer: readonly Part[]) => Promise<boolean>,
): Promise<readonly Part[]> {
  let kept = parts

  for (let size = Math.floor(parts.length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length;) {
      const fewer = kept.toSpliced(at, size)
      if (fewer.length > 0 && (await fails(fewer))) kept = fewer
      else at += size
    }
  }
  return kept
}
