/** Words of opening the data with other programs. */
export default {
  programs: {
    title: '用 QGIS 打开',
    back: '我的',
    how: '怎么打开',
    what: '重点管理区、场所、事件、流浪犬和巡查可以直接在 QGIS 里打开，看到的和您在这里看到的一样。',
    steps: {
      open: 'QGIS 菜单：图层 → 添加图层 → 添加 WFS / OGC API - Features 图层 → 新建，版本选 OGC API - Features。',
      address: '地址填：',
      account: '认证选“基本”，密码填新建的应用密码，账号填：',
      layers:
        '连接，选图层，添加。zones 重点管理区、places 场所、place-areas 场所范围、incidents 事件、captures 流浪犬、patrols 巡查。',
    },
    others: 'GDAL（ogr2ogr）等能读 OGC API - Features 的程序同样可用。',
    passwords: '应用密码',
    scope: '每个程序用一个，只能读地图数据，不能登录，也改不了任何东西。换了登录密码，它们都作废。',
    made: '“{name}”的应用密码',
    once: '只显示这一次，请现在就填进程序里。丢了作废它，再建一个。',
    name: '给哪个程序用',
    create: '新建',
    nameless: '请填一个名称，以后好认',
    none: '还没有应用密码',
    since: '{when} 建',
    used: '{when} 用过',
    unused: '还没用过',
    end: '作废',
    endWhat: '“{name}”马上不能再读，用它的程序要换一个。',
    endSure: '作废',
  },
}
