/** The region of an availability zone: the zone without its letter, `us-east-1` for `us-east-1a`. */
export function regionOf(zone: string): string {
  return zone.replace(/(?<=\d)[a-z]$/, '');
}

const maxIdLength = 255;

const zoneParts = /^(?<area>[a-z]+)(?<middle>(?:-[a-z]+)*)-(?<number>\d+)(?<letter>[a-z])$/;

/**
 * The id of an availability zone in AWS's form: `use1-az1` for `us-east-1a`, `apse1-az2` for `ap-southeast-1b`.
 *
 * AWS shuffles the letters for each account; here `a` is always 1. A zone of another form is its own id, and so is one
 * whose id would have more than 255 characters.
 */
export function zoneIdOf(zone: string): string {
  const { area, middle, number, letter } = zoneParts.exec(zone)?.groups ?? {};
  if (area === undefined || middle === undefined || number === undefined || letter === undefined) return zone;
  const initials = middle.split('-').map((part) => initialsOf(part));
  const index = letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1;
  const id = `${area}${initials.join('')}${number}-az${index}`;
  return id.length > maxIdLength ? zone : id;
}

/** `southeast` is two words, `central` one. */
function initialsOf(part: string): string {
  return part.replace(/^(north|south)(?=east$|west$)/, '$1-').replace(/([a-z])[a-z]*-?/g, '$1');
}
