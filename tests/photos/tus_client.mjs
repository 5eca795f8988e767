// The official client, in Node: sends a file, is cut off after the first piece, and goes on from there.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [packageJson, endpoint, file, headers, metadata] = process.argv.slice(2)
const tus = createRequire(packageJson)('tus-js-client')
const bytes = readFileSync(file)
const common = {
  endpoint,
  headers: JSON.parse(headers),
  metadata: JSON.parse(metadata),
  chunkSize: 200_000,
  retryDelays: null,
  uploadDataDuringCreation: true,
}

function send(options, stopAfter) {
  return new Promise((resolve, reject) => {
    const offsets = []
    const upload = new tus.Upload(bytes, {
      ...common,
      ...options,
      onError: reject,
      onSuccess: () => resolve({ url: upload.url, offsets }),
      onChunkComplete: (_size, accepted) => {
        offsets.push(accepted)
        if (accepted >= stopAfter) upload.abort().then(() => resolve({ url: upload.url, offsets }))
      },
    })
    upload.start()
  })
}

const first = await send({}, 200_000)
const second = await send({ uploadUrl: first.url }, Infinity)
console.log(JSON.stringify({ first: first.offsets, second: second.offsets, url: first.url }))
