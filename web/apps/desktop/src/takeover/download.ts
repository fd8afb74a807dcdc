/** Hands a text made by the page to the user as a file. */
export function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // The browser reads it at once; after a minute it has it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
