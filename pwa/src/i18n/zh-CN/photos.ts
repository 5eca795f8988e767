/** Words of camera and photos. */
export default {
  photos: {
    camera: '相机',
    cameraOff: '还不能用相机，去设置打开，或从相册选一张',
    pick: '相册',
    shutter: '拍照',
    skip: '先不拍',
    add: '拍照',
    again: '再拍',
    original: '原件 {n} 张',
    originalWord: '原件',
    elsewhere: '照片已送达，有网络时再看',
    noPreview: '已存好，这部手机显示不了这种格式',
    view: '看照片，共 {n} 张',
    viewer: '看照片',
    remove: '拿掉这张',
  },
}
