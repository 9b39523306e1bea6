/**
 * Text as UTF-8, or as UTF-16 where a byte order mark or the first character says so: PowerShell writes that by default.
 * JSON begins with an ASCII character, whose other byte in UTF-16 is zero.
 */
export function decodeText(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second !== undefined && second !== 0) return 'utf-16be';
  return first !== undefined && first !== 0 && second === 0 ? 'utf-16le' : 'utf-8';
}
