/** Words of places on the phone. */
export default {
  places: {
    near: '附近的禁入场所',
    chosen: '已选的场所',
    inside: '就在里面',
    away: '约 {m} m',
    shelters: '送到哪个收容所',
  },
}
