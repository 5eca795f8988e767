/** Words of the frame around the desk pages. */
export default {
  desk: {
    rooms: 'Pages',
    expired: 'The session has ended. What is shown stays.',
    signIn: 'Sign in again',
    entry: {
      'desk-map': 'Map',
      'desk-review': 'Review',
      'desk-board': 'Board',
      'desk-zones': 'Zones',
      'desk-plans': 'Plans',
      'desk-waiting': 'To check',
      'desk-quarantine': 'Quarantine',
      'desk-people': 'People',
      'desk-teams': 'Teams',
      'desk-audit': 'Log',
      'desk-me': 'Me',
    },
    length: {
      less: 'less than a minute',
      minutes: '{n} min',
      hours: '{n} h',
      hoursAnd: '{n} h {rest} min',
      days: '{n} d',
      daysAnd: '{n} d {rest} h',
    },
    toLookAt: 'to look at',
    role: {
      officer: 'Officer',
      auxiliary: 'Auxiliary',
      volunteer: 'Volunteer',
      supervisor: 'Supervisor',
      administrator: 'Administrator',
    },
  },
  organisations: {
    all: 'Any organisation',
    none: 'Not found. Try another name',
    into: 'Look below {name}',
    level: { city: 'City', county: 'County', street: 'Street, town', community: 'Community' },
  },
}
