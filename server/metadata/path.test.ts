import { describe, expect, it } from '@jest/globals';
import { plainTarget, segmentsOf } from './path.ts';

describe('a request target', () => {
  it.each([
    ['/latest/meta-data/', '/latest/meta-data/'],
    ['/latest//meta-data/./instance-id/?x=1', '/latest/meta-data/instance-id'],
    ['http://169.254.169.254/latest/%75ser-data?', '/latest/user-data'],
    ['/latest/a%3Fb%23c%25', '/latest/a%3Fb%23c%25'],
    ['/latest/Gr%c3%b6%C3%9Fe', '/latest/Gr%C3%B6%C3%9Fe'],
    ['/?', '/'],
    ['/%zz', '/%zz'],
  ])('%s is plainly %s, which leads to the same', (target, plain) => {
    expect(plainTarget(target)).toBe(plain);
    expect(plainTarget(plain)).toBe(plain);
    expect(segmentsOf(plain)).toEqual(segmentsOf(target));
  });

  it.each([
    ['/', []],
    ['', []],
    ['/latest', ['latest']],
    ['/latest/', ['latest']],
    ['/latest//meta-data/./instance-id/?x=1', ['latest', 'meta-data', 'instance-id']],
    ['//latest///meta-data//', ['latest', 'meta-data']],
    ['/latest?a=/b/../c', ['latest']],
    ['/?', []],
    ['/latest/meta-data/%69nstance-id', ['latest', 'meta-data', 'instance-id']],
    ['/latest/tags/a%2Bb%40c%3Dd%2Ce', ['latest', 'tags', 'a+b@c=d,e']],
    ['/latest/a+b', ['latest', 'a+b']],
    ['/latest/a%3Fb', ['latest', 'a?b']],
    ['/latest/Gr%C3%B6%C3%9Fe', ['latest', 'Größe']],
  ])('%s leads to %j', (target, segments) => {
    expect(segmentsOf(target)).toEqual(segments);
  });

  it.each([
    ['/..', []],
    ['/../../latest', ['latest']],
    ['/latest/../1.0', ['1.0']],
    ['/latest/meta-data/..', ['latest']],
    ['/latest/%2e%2e/1.0', ['1.0']],
    ['/latest/%2E/meta-data', ['latest', 'meta-data']],
    ['/latest/...', ['latest', '...']],
  ])('%s never leaves the root: %j', (target, segments) => {
    expect(segmentsOf(target)).toEqual(segments);
  });

  it.each([
    ['/latest%2Fmeta-data', ['latest', 'meta-data']],
    ['/latest/%2F%2f/meta-data%2F', ['latest', 'meta-data']],
    ['/latest/..%2f..%2f1.0', ['1.0']],
    ['/latest/%252Fx', ['latest', '%2Fx']],
    ['/latest\\meta-data', ['latest\\meta-data']],
  ])('%s is decoded once, before it is split: %j', (target, segments) => {
    expect(segmentsOf(target)).toEqual(segments);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', ['latest', 'meta-data']],
    ['HTTP://[fd00:ec2::254]:80/latest', ['latest']],
    ['http://169.254.169.254', []],
    ['http://169.254.169.254?x=/y', []],
    ['/latest/http://x/y', ['latest', 'http:', 'x', 'y']],
  ])('%s may be in absolute form: %j', (target, segments) => {
    expect(segmentsOf(target)).toEqual(segments);
  });

  it('keeps a NUL as a character of its name', () => {
    expect(segmentsOf('/latest/meta-data/instance-id%00')).toEqual(['latest', 'meta-data', 'instance-id\0']);
  });

  it.each(['/latest/%', '/latest/%4', '/latest/%zz', '/%ff', '/latest/%c3%28', '/latest/%ed%a0%80'])(
    '%s cannot be decoded',
    (target) => {
      expect(segmentsOf(target)).toBeUndefined();
    },
  );
});
