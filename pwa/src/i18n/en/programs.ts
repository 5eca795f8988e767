/** Words of opening the data with other programs. */
export default {
  programs: {
    title: 'Open in QGIS',
    back: 'Me',
    how: 'How it opens',
    what: 'Key zones, places, incidents, strays and patrols open in QGIS itself. It sees what you see here.',
    steps: {
      open: 'In QGIS: Layer → Add Layer → Add WFS / OGC API - Features Layer → New, version OGC API - Features.',
      address: 'The URL:',
      account:
        'Authentication: Basic, with an application password made here, and the account name:',
      layers:
        'Connect, choose layers, Add: zones, places, place-areas, incidents, captures, patrols.',
    },
    others: 'GDAL (ogr2ogr) and others that read OGC API - Features do as well.',
    passwords: 'Application passwords',
    scope:
      'One for each program. They read the data of the map, sign nobody in and change nothing. A new account password ends them all.',
    made: 'The password of “{name}”',
    once: 'Shown this once: put it into the program now. If it is lost, end it and make another.',
    name: 'For which program',
    create: 'Make one',
    nameless: 'Give it a name to know it by',
    none: 'No application passwords yet',
    since: 'made {when}',
    used: 'used {when}',
    unused: 'never used',
    end: 'End it',
    endWhat: '“{name}” reads nothing from now on; the program needs another.',
    endSure: 'End it',
  },
}
