/** The server goes on serving the two versions before this one: pages that are open ask for their own files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

export const KEPT = 2

/** What stands on the disk from now on: the files of each build, newest first. The same build again is no new one. */
export function history(before: readonly string[][], now: readonly string[]): string[][] {
  const same = (files: readonly string[]) => files.join() === now.join()
  return [[...now], ...before.filter((files) => !same(files))].slice(0, KEPT + 1)
}

/** Which of `present` no kept build needs. */
export function stale(present: readonly string[], kept: readonly string[][]): string[] {
  const needed = new Set(kept.flat())
  return present.filter((file) => !needed.has(file))
}

function readHistory(file: string): string[][] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[][]) : []
}

export function keepBuilds() {
  let now: string[] = []
  let root = ''
  const plugin: Plugin = {
    name: 'keep-builds',
    apply: 'build',
    configResolved: (config) => {
      root = resolve(config.root, config.build.outDir)
    },
    writeBundle: {
      order: 'post',
      handler(_options, bundle) {
        const assets = resolve(root, 'assets')
        mkdirSync(assets, { recursive: true })
        now = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
        now.sort()
        const note = resolve(root, '.builds.json')
        const kept = history(readHistory(note), now)
        const present = readdirSync(assets).map((name) => `assets/${name}`)
        for (const file of stale(present, kept)) rmSync(resolve(root, file))
        writeFileSync(note, JSON.stringify(kept))
      },
    },
  }
  /** Phones fetch the files of this build only. */
  const ofThisBuild = (entries: { url: string; revision: string | null; size: number }[]) => {
    const manifest = entries.filter(({ url }) => !url.startsWith('assets/') || now.includes(url))
    return { manifest, warnings: [] }
  }
  return { plugin, ofThisBuild }
}
