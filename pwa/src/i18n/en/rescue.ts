/** Words of the rescue file. */
export default {
  rescue: {
    title: 'Rescue file',
    lead: 'When there is no network for long: what has not been sent, as an encrypted file for the office or a colleague. Only the office can open it.',
    make: 'Make a rescue file',
    making: '{n} items in it',
    made: 'Done. Hand it in, then open the receipt here. Nothing on this phone was touched.',
    madeBut:
      'Done, but {n} changes saved by an older version could not go in: send them over the network.',
    noOffice:
      'This phone does not know the office key yet: one connection brings it. Nothing is lost.',
    notNow: 'Not this time. Nothing is lost: try again.',
    open: 'Open a receipt',
    openMore: 'The .receipt.json from the office or a colleague',
    opened: 'Signed by the office. What is ticked may be cleared.',
    openedPart:
      'Signed by the office, but the file was incomplete: what is ticked may be cleared, make another file for the rest.',
    noReceipt: 'This receipt was not signed by the office.',
    carry: 'Hand in a colleague’s file',
    carryMore: 'This phone cannot read it, only carry it',
    carried: 'Handed in. Give the saved receipt to your colleague.',
    allSafe: 'Safe to clear',
    notYet: 'Not safe to clear yet',
    safe: 'Safe to clear',
    waits: 'Only on this phone',
    clear: 'Clear what was taken in',
    clearAsk:
      'Takes {n} records and {m} original photos off this phone: the office’s receipts cover all of them.',
    clearKeeps: '{n} more stay: without a receipt, still being written, or a patrol that goes on.',
    clearKeepsNone: 'Delivered records stay as they are.',
    clearNot: 'Not now',
    cleared: 'Cleared: {n} records and {m} photos.',
    deposited: 'Deposited',
    photoOf: 'Photo {title}',
    kind: {
      patrol: 'Patrol',
      track: 'Track',
      incident: 'Incident',
      persuasion: 'Persuasion',
      capture: 'Stray',
    },
  },
}
