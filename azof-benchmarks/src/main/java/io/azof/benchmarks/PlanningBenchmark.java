package io.azof.benchmarks;

import io.azof.sql.QueryEngine;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** How long it takes to plan each query of TPC-H, over tables without rows. */
final class PlanningBenchmark {
  private static final int WARM_UP = 200;

  /** Columns by their type: k numbers, d decimals, t dates, s texts. */
  private static final Map<String, String> TABLES =
      Map.of(
          "region", "k:r_regionkey s:r_name,r_comment",
          "nation", "k:n_nationkey,n_regionkey s:n_name,n_comment",
          "supplier", "k:s_suppkey,s_nationkey d:s_acctbal s:s_name,s_address,s_phone,s_comment",
          "customer",
              "k:c_custkey,c_nationkey d:c_acctbal s:c_name,c_address,c_phone,c_mktsegment,c_comment",
          "part",
              "k:p_partkey,p_size d:p_retailprice s:p_name,p_mfgr,p_brand,p_type,p_container,p_comment",
          "partsupp", "k:ps_partkey,ps_suppkey,ps_availqty d:ps_supplycost s:ps_comment",
          "orders",
              "k:o_orderkey,o_custkey,o_shippriority d:o_totalprice t:o_orderdate"
                  + " s:o_orderstatus,o_orderpriority,o_clerk,o_comment",
          "lineitem",
              "k:l_orderkey,l_partkey,l_suppkey,l_linenumber"
                  + " d:l_quantity,l_extendedprice,l_discount,l_tax"
                  + " t:l_shipdate,l_commitdate,l_receiptdate"
                  + " s:l_returnflag,l_linestatus,l_shipinstruct,l_shipmode,l_comment");

  private PlanningBenchmark() {}

  /**
   * @param args the folder of the queries; a folder in which one for the tables is made; the number
   *     of runs
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(args[1]), "planning-");
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        QueryEngine engine = QueryEngine.open(lakehouse, allocator)) {
      TABLES.forEach((name, columns) -> lakehouse.createTable(name, schema(columns), Map.of()));
      try (Stream<Path> queries = Files.list(Path.of(args[0]))) {
        run(queries.sorted().toList(), engine, Integer.parseInt(args[2]), System.out);
      }
    }
  }

  private static TableSchema schema(String columns) {
    List<Column> all = new ArrayList<>();
    for (String ofType : columns.split(" ", -1)) {
      ColumnType type =
          switch (ofType.charAt(0)) {
            case 'k' -> ColumnType.INT;
            case 'd' -> ColumnType.decimal(15, 2);
            case 't' -> ColumnType.DATE;
            default -> ColumnType.STRING;
          };
      Arrays.stream(ofType.substring(2).split(",", -1))
          .forEach(name -> all.add(new Column(name, type, true)));
    }
    return new TableSchema(all);
  }

  private static void run(List<Path> queries, QueryEngine engine, int runs, PrintStream out)
      throws IOException {
    for (int i = 0; i < WARM_UP; i++) {
      engine.prepareQuery(Files.readString(queries.get(i % queries.size())) + "\n".repeat(1 + i));
    }
    double slowest = 0;
    for (Path query : queries) {
      String sql = Files.readString(query);
      List<Measured> all = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        String unseen = sql + " ".repeat(1 + run); // the plan of a text that was seen is kept
        long start = System.nanoTime();
        engine.prepareQuery(unseen);
        double millis = (System.nanoTime() - start) / 1e6;
        all.add(new Measured(millis, millis, 1));
      }
      double median = Measured.median(all, Measured::millis);
      slowest = Math.max(slowest, median);
      out.printf(Locale.ROOT, "%s: %.1f ms%n", query.getFileName(), median);
    }
    out.printf(Locale.ROOT, "slowest: %.1f ms (medians of %d)%n", slowest, runs);
  }
}
