/** Words of places on the phone. */
export default {
  places: {
    near: 'Forbidden places near here',
    chosen: 'The place chosen before',
    inside: 'You are inside',
    away: 'about {m} m',
    shelters: 'Which shelter',
  },
}
