/** Drawings that only the desk shows: they come with it, not with the phone's shell. */
import sunset from 'lucide-static/icons/sunset.svg?raw'
import sunrise from 'lucide-static/icons/sunrise.svg?raw'
import chartColumn from 'lucide-static/icons/chart-column.svg?raw'
import chartPie from 'lucide-static/icons/chart-pie.svg?raw'
import circleDot from 'lucide-static/icons/circle-dot.svg?raw'
import clipboardCheck from 'lucide-static/icons/clipboard-check.svg?raw'
import contact from 'lucide-static/icons/contact.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import ellipsisVertical from 'lucide-static/icons/ellipsis-vertical.svg?raw'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import flame from 'lucide-static/icons/flame.svg?raw'
import funnel from 'lucide-static/icons/funnel.svg?raw'
import inbox from 'lucide-static/icons/inbox.svg?raw'
import lasso from 'lucide-static/icons/lasso.svg?raw'
import list from 'lucide-static/icons/list.svg?raw'
import listChecks from 'lucide-static/icons/list-checks.svg?raw'
import magnet from 'lucide-static/icons/magnet.svg?raw'
import megaphone from 'lucide-static/icons/megaphone.svg?raw'
import maximize from 'lucide-static/icons/maximize.svg?raw'
import merge from 'lucide-static/icons/merge.svg?raw'
import mousePointer from 'lucide-static/icons/mouse-pointer-2.svg?raw'
import pentagon from 'lucide-static/icons/pentagon.svg?raw'
import redo2 from 'lucide-static/icons/redo-2.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import scissors from 'lucide-static/icons/scissors.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import split from 'lucide-static/icons/split.svg?raw'
import squareDashed from 'lucide-static/icons/square-dashed.svg?raw'
import upload from 'lucide-static/icons/upload.svg?raw'
import userPlus from 'lucide-static/icons/user-plus.svg?raw'
import zoomIn from 'lucide-static/icons/zoom-in.svg?raw'
import zoomOut from 'lucide-static/icons/zoom-out.svg?raw'
import { addIcons, lines } from './icons'

export const DESK_ICONS = {
  sunset: lines(sunset),
  sunrise: lines(sunrise),
  'chart-column': lines(chartColumn),
  'clipboard-check': lines(clipboardCheck),
  'ellipsis-vertical': lines(ellipsisVertical),
  'file-text': lines(fileText),
  magnet: lines(magnet),
  megaphone: lines(megaphone),
  'mouse-pointer': lines(mousePointer),
  pentagon: lines(pentagon),
  'redo-2': lines(redo2),
  scissors: lines(scissors),
  'square-dashed': lines(squareDashed),
  upload: lines(upload),
  'list-checks': lines(listChecks),
  maximize: lines(maximize),
  merge: lines(merge),
  split: lines(split),
  lasso: lines(lasso),
  flame: lines(flame),
  'circle-dot': lines(circleDot),
  'chart-pie': lines(chartPie),
  contact: lines(contact),
  copy: lines(copy),
  funnel: lines(funnel),
  inbox: lines(inbox),
  list: lines(list),
  'rotate-ccw': lines(rotateCcw),
  search: lines(search),
  'user-plus': lines(userPlus),
  'zoom-in': lines(zoomIn),
  'zoom-out': lines(zoomOut),
} as const

addIcons(DESK_ICONS)
