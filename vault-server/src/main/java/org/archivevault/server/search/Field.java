package org.archivevault.server.search;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is searched, in order of rank. Each statement takes prefixes ($1::text[]), how many matches per prefix ($2::int)
 * and how many in all ($3::int), and answers (order id, what matched); every one is a handful of index ranges.
 */
enum Field {
    /** Number of the order. */
    ORDER_NO("order-no", true, range("id AS order_id, order_no AS matched", "business_order", "order_no")),
    /** Number of the customer. */
    CUSTOMER_NO("customer-no", true, range("id AS order_id, customer_no AS matched", "business_order", "customer_no")),
    /** Name of the customer, from its beginning. */
    CUSTOMER_NAME(
            "customer-name",
            false,
            Field.LATERAL + "(SELECT o.id AS order_id, n.name AS matched FROM"
                    + " (SELECT id, name FROM customer_name WHERE " + between("name")
                    + " ORDER BY name LIMIT $2::int) n,"
                    + " LATERAL (SELECT id FROM business_order WHERE name_id = n.id ORDER BY id LIMIT $2::int) o"
                    + " LIMIT $2::int) m" + Field.END),
    /** Number of a pack. */
    PACK_NO("pack-no", true, ofPack("pack_no")),
    /** Bar code of a pack. */
    BARCODE("barcode", true, ofPack("barcode")),
    /** Name of the customer, from its inside. */
    NAME_PART(
            "customer-name",
            false,
            Field.LATERAL + "(SELECT o.id AS order_id, n.name AS matched FROM"
                    + " (SELECT name_id FROM customer_name_part WHERE " + between("part")
                    + " ORDER BY part LIMIT $2::int) h"
                    + " JOIN customer_name n ON n.id = h.name_id,"
                    + " LATERAL (SELECT id FROM business_order WHERE name_id = n.id ORDER BY id LIMIT $2::int) o"
                    + " LIMIT $2::int) m" + Field.END);

    private static final String LATERAL =
            "SELECT m.order_id, m.matched FROM unnest($1::text[]) WITH ORDINALITY c (prefix, rank), LATERAL ";
    private static final String END = " ORDER BY c.rank LIMIT $3::int";

    private final String code;
    private final boolean number;
    private final String sql;

    Field(String code, boolean number, String sql) {
        this.code = code;
        this.number = number;
        this.sql = sql;
    }

    /** The name on the wire. */
    @JsonValue
    String code() {
        return code;
    }

    /** Whether only ASCII can match. */
    boolean number() {
        return number;
    }

    String sql() {
        return sql;
    }

    /** A prefix as a range: U+10FFFF is behind every other character in COLLATE "C". */
    private static String between(String column) {
        return column + " >= c.prefix AND " + column + " < c.prefix || chr(1114111)";
    }

    private static String range(String columns, String table, String column) {
        return Field.LATERAL + "(SELECT " + columns + " FROM " + table + " WHERE " + between(column) + " ORDER BY "
                + column + " LIMIT $2::int) m" + Field.END;
    }

    private static String ofPack(String column) {
        return Field.LATERAL + "(SELECT op.order_id, p." + column + " AS matched FROM (SELECT id, " + column
                + " FROM pack WHERE " + between(column) + " ORDER BY " + column + " LIMIT $2::int) p"
                + " JOIN order_pack op ON op.pack_id = p.id LIMIT $2::int) m" + Field.END;
    }
}
