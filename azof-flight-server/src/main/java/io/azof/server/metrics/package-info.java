/**
 * What a server tells those who watch it: {@link io.azof.server.metrics.ServerMetrics} counts,
 * {@link io.azof.server.metrics.MetricsPort} answers. docs/OPERATIONS.md lists all metrics.
 */
@NullMarked
package io.azof.server.metrics;

import org.jspecify.annotations.NullMarked;
