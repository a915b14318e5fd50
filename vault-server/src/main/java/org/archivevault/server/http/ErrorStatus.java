package org.archivevault.server.http;

/** The one place that knows which error has which HTTP status. */
final class ErrorStatus {
    private ErrorStatus() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST, PASSWORD_UNFIT -> 400;
            case NOT_SIGNED_IN, SIGN_IN_REFUSED -> 401;
            case NOT_ALLOWED, PASSWORD_CHANGE_DUE, NOT_YOUR_RETRIEVAL -> 403;
            case NO_SUCH_ROUTE,
                    USER_NOT_FOUND,
                    ORDER_NOT_FOUND,
                    PACK_NOT_FOUND,
                    BLOCK_NOT_FOUND,
                    RETRIEVAL_NOT_FOUND,
                    IMPORT_NOT_FOUND,
                    ALARM_NOT_FOUND,
                    ZONE_NOT_FOUND,
                    STILL_NOT_FOUND,
                    ROUND_NOT_FOUND,
                    ROUND_RUN_NOT_FOUND,
                    ROUND_ITEM_UNKNOWN,
                    INVENTORY_SCOPE_EMPTY,
                    INVENTORY_NOT_FOUND,
                    DISCREPANCY_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case STILL_NOT_KEPT -> 410;
            case USER_EXISTS,
                    ROLES_NOT_TOGETHER,
                    LAST_ADMINISTRATOR,
                    IDEMPOTENCY_CONFLICT,
                    PACK_OUT,
                    PACK_MISSING,
                    PACK_LOCATION_UNKNOWN,
                    PACK_MUST_BE_NAMED,
                    PACK_ON_SHELF,
                    SLOT_NOT_FREE,
                    SHELVES_FULL,
                    BLOCK_MAY_NOT_MOVE,
                    RETRIEVAL_STATE,
                    RETRIEVAL_MOVING,
                    PACK_NEEDS_TWO_PEOPLE,
                    PACK_NOT_REACHED,
                    PACK_NOT_OUT,
                    BLOCK_QUEUE_FULL,
                    COMMAND_UNDER_WAY,
                    EPC_NOT_CONFIGURED,
                    PACK_HAS_NO_BARCODE,
                    INVENTORY_CLOSED,
                    INVENTORY_NOT_SWEPT,
                    SWEEP_REFUSED,
                    DISCREPANCY_STATE,
                    ALARM_STATE,
                    ROUND_GOING_ON,
                    ROUND_FINISHED,
                    ROUND_NOT_COMPLETE,
                    ROUND_MOVES_NOTHING,
                    VENTILATION_NOT_NOW,
                    IMPORT_REFUSED -> 409;
            case BODY_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case SIGN_IN_THROTTLED -> 429;
            case INTERNAL_ERROR, STILL_ALTERED -> 500;
            case DATABASE_UNAVAILABLE, BROKER_UNAVAILABLE, EDGE_OFFLINE, LOG_UNAVAILABLE, BUSY -> 503;
            case TOOK_TOO_LONG -> 504;
        };
    }
}
