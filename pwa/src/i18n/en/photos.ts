/** Words of camera and photos. */
export default {
  photos: {
    camera: 'Camera',
    cameraOff: 'Camera is off. Open settings, or pick a photo',
    pick: 'Album',
    shutter: 'Take the photo',
    skip: 'No photo',
    add: 'Take a photo',
    again: 'Again',
    original: 'Original {n}',
    originalWord: 'Original',
    elsewhere: 'Delivered; shown when there is a network',
    noPreview: 'Saved; this phone cannot show the format',
    view: 'View photos, {n}',
    viewer: 'Photo',
    remove: 'Take it away',
  },
}
