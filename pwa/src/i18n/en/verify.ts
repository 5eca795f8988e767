export default {
  verify: {
    title: 'Is this file the one that was recorded?',
    number: 'Photo number',
    drop: 'Drop a file here, or tap to choose one',
    reading: 'Working out the fingerprint on this device',
    same: 'Yes: it is exactly the original that was recorded.',
    other:
      'No: it is not the original that was recorded, or there is no such number. Stamped copies, screenshots and forwarded pictures are not originals.',
    stays: 'The file does not leave this device; only its fingerprint is asked about.',
    shows:
      'This says only whether it is the same file. It tells no time, place or name, and does not prove that the picture is true.',
  },
}
