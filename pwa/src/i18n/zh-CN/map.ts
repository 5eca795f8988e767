/** Words of the map itself. */
export default {
  map: {
    title: '地图：方向键移动，加减号缩放，回车打开中间的记录',
    keys: '缩放',
    closer: '放大',
    farther: '缩小',
    north: '转回正北',
    unavailable: '这台设备还画不出地图，记录都在列表里',
  },
}
