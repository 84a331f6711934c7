package io.azof.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The virtual machine, under the names that other servers in Java give these. */
final class JvmMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private JvmMetrics() {}

  static void register(PrometheusRegistry registry) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .unit(Unit.BYTES)
        .help("Memory of the virtual machine in use.")
        .labelNames("area")
        .callback(
            callback -> {
              callback.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
              callback.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_max_bytes")
        .unit(Unit.BYTES)
        .help("How much of the heap there may be.")
        .labelNames("area")
        .callback(callback -> callback.call((double) memory.getHeapMemoryUsage().getMax(), "heap"))
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_buffer_pool_used_bytes")
        .unit(Unit.BYTES)
        .help("Buffers outside of the heap that are not column data.")
        .labelNames("pool")
        .callback(
            callback ->
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
                    .forEach(pool -> callback.call((double) pool.getMemoryUsed(), pool.getName())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_threads_current")
        .help("Threads that live.")
        .callback(callback -> callback.call(ManagementFactory.getThreadMXBean().getThreadCount()))
        .register(registry);
    CounterWithCallback.builder()
        .name("jvm_gc_seconds_total")
        .unit(Unit.SECONDS)
        .help("How long garbage was collected.")
        .labelNames("gc")
        .callback(
            callback -> {
              for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                callback.call(
                    Math.max(0, gc.getCollectionTime()) / MILLIS_PER_SECOND, gc.getName());
              }
            })
        .register(registry);
  }
}
