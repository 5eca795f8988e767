/** Words of the frame around the desk pages. */
export default {
  desk: {
    rooms: '页面',
    expired: '登录过期了，看到的都还在。',
    signIn: '重新登录',
    entry: {
      'desk-map': '地图',
      'desk-review': '待审',
      'desk-board': '日报',
      'desk-zones': '管理区',
      'desk-plans': '排班',
      'desk-waiting': '待核',
      'desk-quarantine': '隔离区',
      'desk-people': '人员',
      'desk-teams': '队伍',
      'desk-audit': '日志',
      'desk-me': '我的',
    },
    length: {
      less: '不到 1 分钟',
      minutes: '{n} 分钟',
      hours: '{n} 小时',
      hoursAnd: '{n} 小时 {rest} 分',
      days: '{n} 天',
      daysAnd: '{n} 天 {rest} 小时',
    },
    toLookAt: '条要看',
    role: {
      officer: '执法人员',
      auxiliary: '协管员',
      volunteer: '志愿者',
      supervisor: '督导',
      administrator: '管理员',
    },
  },
  organisations: {
    all: '不限街道',
    none: '没有找到，换个名字试试',
    into: '看{name}下面的',
    level: { city: '市', county: '区县', street: '镇街', community: '社区' },
  },
}
