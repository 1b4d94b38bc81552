import type {
  MaintenanceCode,
  MaintenanceState,
  SpotAction,
  TargetLifecycleState,
} from '../generated/graphql';

export const codeWords: Record<MaintenanceCode, string> = {
  INSTANCE_REBOOT: 'Reboot of the instance',
  INSTANCE_RETIREMENT: 'Retirement',
  INSTANCE_STOP: 'Stop',
  SYSTEM_MAINTENANCE: 'Maintenance of network or power',
  SYSTEM_REBOOT: 'Reboot of the host',
};

export const stateWords: Record<MaintenanceState, string> = {
  ACTIVE: 'scheduled',
  CANCELED: 'cancelled',
  COMPLETED: 'completed',
};

export const spotWords: Record<SpotAction, string> = {
  TERMINATE: 'Terminate',
  STOP: 'Stop',
  HIBERNATE: 'Hibernate',
};

/** The values as the metadata has them. */
export const lifecycleWords: Record<TargetLifecycleState, string> = {
  IN_SERVICE: 'InService',
  STANDBY: 'Standby',
  TERMINATED: 'Terminated',
  DETACHED: 'Detached',
  WARMED_STOPPED: 'Warmed:Stopped',
  WARMED_RUNNING: 'Warmed:Running',
  WARMED_HIBERNATED: 'Warmed:Hibernated',
  WARMED_TERMINATED: 'Warmed:Terminated',
};

/** The options of a select field, from the labels of an enumeration. */
export const choicesOf = <Value extends string>(words: Record<Value, string>) =>
  (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
