/** The drawings in use, and no others: each is imported raw so that the bundle holds only these. The desk brings its own. */
import { shallowReactive } from 'vue'
import type { DESK_ICONS } from './deskIcons'
import bookOpen from 'lucide-static/icons/book-open.svg?raw'
import camera from 'lucide-static/icons/camera.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import clockAlert from 'lucide-static/icons/clock-alert.svg?raw'
import cloudCheck from 'lucide-static/icons/cloud-check.svg?raw'
import cloudOff from 'lucide-static/icons/cloud-off.svg?raw'
import cloudUpload from 'lucide-static/icons/cloud-upload.svg?raw'
import deleteKey from 'lucide-static/icons/delete.svg?raw'
import dog from 'lucide-static/icons/dog.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import eye from 'lucide-static/icons/eye.svg?raw'
import eyeOff from 'lucide-static/icons/eye-off.svg?raw'
import fingerprint from 'lucide-static/icons/fingerprint-pattern.svg?raw'
import gitCompare from 'lucide-static/icons/git-compare.svg?raw'
import hand from 'lucide-static/icons/hand.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import house from 'lucide-static/icons/house.svg?raw'
import image from 'lucide-static/icons/image.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import keyRound from 'lucide-static/icons/key-round.svg?raw'
import layers from 'lucide-static/icons/layers.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import locateFixed from 'lucide-static/icons/locate-fixed.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import mapIcon from 'lucide-static/icons/map.svg?raw'
import mapPin from 'lucide-static/icons/map-pin.svg?raw'
import messageSquareText from 'lucide-static/icons/message-square-text.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import notebookPen from 'lucide-static/icons/notebook-pen.svg?raw'
import pause from 'lucide-static/icons/pause.svg?raw'
import pencilLine from 'lucide-static/icons/pencil-line.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import refreshCw from 'lucide-static/icons/refresh-cw.svg?raw'
import route from 'lucide-static/icons/route.svg?raw'
import scrollText from 'lucide-static/icons/scroll-text.svg?raw'
import share2 from 'lucide-static/icons/share-2.svg?raw'
import shield from 'lucide-static/icons/shield.svg?raw'
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw'
import shieldX from 'lucide-static/icons/shield-x.svg?raw'
import smartphone from 'lucide-static/icons/smartphone.svg?raw'
import trash2 from 'lucide-static/icons/trash-2.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import undo2 from 'lucide-static/icons/undo-2.svg?raw'
import unlink from 'lucide-static/icons/unlink.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'

/** The lines inside the <svg>: size, colour and name are AppIcon's. */
export function lines(svg: string): string {
  return svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).trim()
}

const ICONS = {
  pause: lines(pause),
  'book-open': lines(bookOpen),
  camera: lines(camera),
  check: lines(check),
  'chevron-down': lines(chevronDown),
  'chevron-left': lines(chevronLeft),
  'chevron-right': lines(chevronRight),
  'circle-alert': lines(circleAlert),
  'circle-check': lines(circleCheck),
  clock: lines(clock),
  'clock-alert': lines(clockAlert),
  'cloud-check': lines(cloudCheck),
  'cloud-off': lines(cloudOff),
  'cloud-upload': lines(cloudUpload),
  delete: lines(deleteKey),
  dog: lines(dog),
  download: lines(download),
  eye: lines(eye),
  'eye-off': lines(eyeOff),
  fingerprint: lines(fingerprint),
  'git-compare': lines(gitCompare),
  hand: lines(hand),
  hourglass: lines(hourglass),
  house: lines(house),
  image: lines(image),
  info: lines(info),
  'key-round': lines(keyRound),
  layers: lines(layers),
  link: lines(link),
  'locate-fixed': lines(locateFixed),
  lock: lines(lock),
  'log-out': lines(logOut),
  map: lines(mapIcon),
  'map-pin': lines(mapPin),
  'message-square-text': lines(messageSquareText),
  minus: lines(minus),
  'notebook-pen': lines(notebookPen),
  'pencil-line': lines(pencilLine),
  play: lines(play),
  plus: lines(plus),
  'refresh-cw': lines(refreshCw),
  route: lines(route),
  'scroll-text': lines(scrollText),
  'share-2': lines(share2),
  shield: lines(shield),
  'shield-check': lines(shieldCheck),
  'shield-x': lines(shieldX),
  smartphone: lines(smartphone),
  'trash-2': lines(trash2),
  'triangle-alert': lines(triangleAlert),
  'undo-2': lines(undo2),
  unlink: lines(unlink),
  user: lines(user),
  users: lines(users),
  'wifi-off': lines(wifiOff),
  x: lines(x),
} as const

export type IconName = keyof typeof ICONS | keyof typeof DESK_ICONS

const known = shallowReactive<Partial<Record<string, string>>>({ ...ICONS })

/** Drawings that come later than the shell. */
export const addIcons = (more: Record<string, string>) => Object.assign(known, more)

export const drawingOf = (name: IconName): string => known[name] ?? ''
