/** The chosen base map, ready to be drawn. A base map that cannot be had is no reason for a map without records. */
import { addProtocol, type SourceSpecification } from 'maplibre-gl'
import { Protocol, TileType } from 'pmtiles'
import type { TokenReader } from '@/ui/theme'
import { type Frame, PLAIN } from '../frame'
import { archiveOf } from './archive'
import { BASE, type BaseStyle, EMPTY_BASE, pictures, vectors } from './layers'
import { type BaseSettings, baseSettings, freshSettings } from './settings'

export interface Base {
  frame: Frame
  style: (token: TokenReader) => BaseStyle
  /** Whose map it is, and its number of approval. */
  credit: string
}

export const NO_BASE_MAP: Base = { frame: PLAIN, style: () => EMPTY_BASE, credit: '' }
const TILE_PX = 256
const DARK_BELOW = 0.4

const protocol = new Protocol()

/** Of a colour like #10191C, from 0 to 1. */
function brightness(colour: string): number {
  const parts = /^#(..)(..)(..)$/.exec(colour.trim())?.slice(1) ?? ['ff', 'ff', 'ff']
  return parts.reduce((sum, part) => sum + Number.parseInt(part, 16), 0) / (3 * 255)
}

const isDark = (token: TokenReader) => brightness(token('--qx-m-land')) < DARK_BELOW

function ofServer({ layers, last_zoom }: BaseSettings): Base['style'] {
  const sources = Object.fromEntries(
    layers.map((tiles, at): [string, SourceSpecification] => [
      `${BASE}-${at}`,
      { type: 'raster', tiles, tileSize: TILE_PX, maxzoom: last_zoom },
    ]),
  )
  return (token) => pictures(sources, isDark(token))
}

async function ofFile(version: string): Promise<Base['style']> {
  const archive = archiveOf(version)
  const { tileType, minZoom, maxZoom, minLon, minLat, maxLon, maxLat } = await archive.getHeader()
  protocol.add(archive)
  addProtocol('pmtiles', protocol.tile)
  const given = {
    tiles: [`pmtiles://${version}/{z}/{x}/{y}`],
    minzoom: minZoom,
    maxzoom: maxZoom,
    bounds: [minLon, minLat, maxLon, maxLat] as [number, number, number, number],
  }
  if (tileType === TileType.Mvt) return (token) => vectors(token, { type: 'vector', ...given })
  const source: SourceSpecification = { type: 'raster', tileSize: TILE_PX, ...given }
  return (token) => pictures({ [BASE]: source }, isDark(token))
}

async function made(settings: BaseSettings): Promise<Base> {
  if (settings.kind === 'none') return NO_BASE_MAP
  const style = settings.file ? await ofFile(settings.file.version) : ofServer(settings)
  const frame = settings.system === 'gcj02' ? (await import('./gcj')).GCJ_FRAME : PLAIN
  const credit = [settings.attribution, settings.approval].filter(Boolean).join(' · ')
  return { frame, style, credit }
}

export async function loadBase(): Promise<Base> {
  const known = await baseSettings()
  return made(known)
    .catch(async () => made(await freshSettings()))
    .catch(() => NO_BASE_MAP)
}
