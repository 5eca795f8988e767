/** Words of planned rounds on the phone. */
export default {
  plans: {
    today: 'Planned today',
    tomorrow: 'Tomorrow',
    start: 'Start',
    startThis: 'Start {type}: {area}',
    startsIn: 'starts in {n} min',
    state: {
      open: 'open',
      running: 'under way',
      done: 'walked',
      not_recorded: 'not recorded',
      called_off: 'called off',
    },
  },
}
