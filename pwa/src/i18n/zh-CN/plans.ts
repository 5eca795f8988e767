/** Words of planned rounds on the phone. */
export default {
  plans: {
    today: '今天的安排',
    tomorrow: '明天',
    start: '开始',
    startThis: '开始{type}：{area}',
    startsIn: '{n} 分钟后开始',
    state: {
      open: '待巡',
      running: '进行中',
      done: '已巡',
      not_recorded: '未见记录',
      called_off: '停巡',
    },
  },
}
