package io.azof.server.statement;

import java.time.Duration;

/**
 * How many statements do what at the same time.
 *
 * @param workingMax how many work
 * @param continuingMax how many of those are not in their first turn. What takes one turn only gets
 *     the processors sooner when few others go on and on
 * @param begunMax how many have begun and are not over, those included that wait for their clients
 * @param queuedMax how many wait to begin
 * @param queueTimeMax for how long
 */
public record TurnLimits(
    int workingMax, int continuingMax, int begunMax, int queuedMax, Duration queueTimeMax) {}
