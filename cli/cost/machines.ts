import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { shortName, type Month } from './month';
import { at } from './properties';
import { transitionsOf } from './transitions';

/** A run that finds nothing plans, decides, ends. */
const QUIET_TRANSITIONS = 3;

/** Executions of a machine and all their transitions in a month. */
export function machineMonth(
  month: Month,
  { properties }: TemplateResource,
): { readonly name: string; readonly executions: number; readonly transitions: number } {
  const name = shortName(month, properties.StateMachineName);
  const { runs, builds, levels } = month;
  const perLevel = runs === 0 || levels === 0 ? 0 : builds / runs / levels;
  const executions = name === 'build-table' ? builds : runs;
  const quiet = name === 'medallion' ? month.quietRuns : 0;
  const rounds = name === 'medallion' ? [levels, perLevel] : [];
  return {
    name,
    executions: executions + quiet,
    transitions:
      executions * transitionsOf(properties.DefinitionString, rounds) + quiet * QUIET_TRANSITIONS,
  };
}

/** `AWS::StepFunctions::StateMachine` */
export function machineLines(month: Month, resource: TemplateResource): readonly Line[] {
  const { name, executions, transitions } = machineMonth(month, resource);
  const isTraced = at(resource.properties, 'TracingConfiguration', 'Enabled') === true;
  // A child belongs to the trace of the run.
  return [
    charge('states.transition', transitions, name),
    charge('xray.trace', isTraced && name !== 'build-table' ? executions : 0, name),
  ];
}
