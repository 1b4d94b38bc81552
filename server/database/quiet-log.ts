/** Settings of PostgreSQL that keep values out of its log, if the role of the connection may change them. */
const settings = {
  /** No parameter values of logged statements, nor of failed ones. */
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  /** No details of errors, which show the row or the key that was refused. */
  log_error_verbosity: 'terse',
};

const list = Object.entries(settings)
  .map(([name, value]) => `array['${name}', '${value}']`)
  .join(', ');

/**
 * One statement to run on a new connection. A setting that the role may not change, or that this version does not have,
 * is left as it is: only a superuser, or a role that was granted it, may change the first and the last.
 */
export const quietLog = `do $$
declare setting text[];
begin
  foreach setting slice 1 in array array[${list}] loop
    begin
      perform set_config(setting[1], setting[2], false);
    exception when insufficient_privilege or undefined_object then null;
    end;
  end loop;
end $$`;
