/** Hands a picture or film made by the page to the user as a file. */
export function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href, download: name }).click()
  // The browser reads it at once; after a minute it has it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
