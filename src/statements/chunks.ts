// Gathers short texts into chunks of bytes that are worth sending on.

const chunkLength = 64 * 1024;

export async function* chunksOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length >= chunkLength) {
      yield Buffer.from(gathered, 'utf8');
      gathered = '';
    }
  }
  if (gathered !== '') yield Buffer.from(gathered, 'utf8');
}
