/** The data of the page: gzip in base64 in a script element that does not run. */

export async function payload(id: string): Promise<Uint8Array> {
  const text = document.getElementById(id)!.textContent!.trim();
  const zipped = bytesOf(text);
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
