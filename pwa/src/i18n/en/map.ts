/** Words of the map itself. */
export default {
  map: {
    title: 'Map: arrows move, plus and minus zoom, Enter opens the record in the middle',
    keys: 'Zoom',
    closer: 'Closer',
    farther: 'Farther',
    north: 'North up',
    unavailable: 'This device cannot draw the map. All records are in the list',
  },
}
