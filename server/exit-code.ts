import { describeOutage } from './database/describe-outage.ts';
import { exitCodes, Refusal, StartupError, type ErrorCode, type ExitCode } from './errors.ts';

const ofRefusal: Partial<Record<ErrorCode, ExitCode>> = {
  UNAUTHENTICATED: exitCodes.notAllowed,
  FORBIDDEN: exitCodes.notAllowed,
  NOT_FOUND: exitCodes.notFound,
  BAD_USER_INPUT: exitCodes.usage,
  CONFLICT: exitCodes.conflict,
  ALREADY_EXISTS: exitCodes.conflict,
  DEPENDENCY_EXISTS: exitCodes.conflict,
  SERVICE_UNAVAILABLE: exitCodes.unreachable,
};

/** By the error code of the operating system. */
const ofSystem: Record<string, ExitCode> = {
  EACCES: exitCodes.notAllowed,
  EPERM: exitCodes.notAllowed,
  EROFS: exitCodes.notAllowed,
  ENOENT: exitCodes.notFound,
  ENOTDIR: exitCodes.notFound,
  EADDRINUSE: exitCodes.conflict,
  EEXIST: exitCodes.conflict,
};

/** The exit code of an error that ends a command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof StartupError) return error.exitCode;
  if (error instanceof Refusal) return ofRefusal[error.code] ?? exitCodes.failed;
  return describeOutage(error) === undefined ? exitCodeOfSystem(error) : exitCodes.unreachable;
}

/** The exit code of an error of the operating system. */
export const exitCodeOfSystem = (error: unknown): ExitCode =>
  ofSystem[(error as NodeJS.ErrnoException).code ?? ''] ?? exitCodes.failed;
