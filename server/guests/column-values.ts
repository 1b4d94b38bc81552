/** A time as the database returns it: SQLite in milliseconds, PostgreSQL as a date, and within JSON as text. */
export type Moment = Date | number | string;

/** A boolean as the database returns it. */
export type Flag = boolean | 0 | 1;

export const isOn = (flag: Flag) => flag === true || flag === 1;
