/** Whether the person is signed out just now, told by the frame: a note that asks to sign in goes once they have. */
import type { InjectionKey } from 'vue'

export const SIGNED_OUT: InjectionKey<() => boolean> = Symbol('signed out')
