/** Words of the page that a stamped copy leads to. */
export default {
  verify: {
    title: '这个文件是当时记录的那一张吗',
    number: '照片号',
    drop: '把文件拖到这里，或点一下选一个',
    reading: '正在这台设备上算指纹',
    same: '是：和当时记录的原件一模一样。',
    other:
      '不是：和当时记录的原件不一样，或没有这个照片号。加印副本、截图、转发压缩过的都不是原件。',
    stays: '文件不会离开这台设备，只拿它的指纹去问。',
    shows: '这里只说是不是同一个文件，不说时间、地点和人，也不证明照片内容为真。',
  },
}
