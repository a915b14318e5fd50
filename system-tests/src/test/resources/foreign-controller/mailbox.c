/*
 * A block controller that shares nothing with this project but docs/reference/register-map-block-mailbox.md.
 * libmodbus does the talking. Usage: mailbox PORT CARRIAGES AISLE_MM END_WIDTH_MM WIDTH_MM TRAVEL_MS
 * Prints one line per thing that happens, so that a test can compare it with what the system believes. A line
 * "REGISTER VALUE" on the standard input holds an input register of section 3 (5, or 12 to 23) at that value.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { IR_COUNT = 88, HR_COUNT = 25, MAX_CARRIAGES = 64 };
enum { NONE, PREPARED, EXECUTING, DONE, REFUSED, STOPPED };

static modbus_mapping_t *map;
static int carriages, aisle_mm, end_mm, width_mm, travel_ms;
static double position[MAX_CARRIAGES + 1]; /* left edge of each carriage, 1 upwards */
static int target = 0, armed_aisle = 0;
static unsigned armed_token, highest_executed;
static long armed_at, moved_at, fed_at, beat_at;
static int tripped = 0, keep_alive = 0;

static long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static int width(int n) { return n == 1 || n == carriages ? end_mm : width_mm; }

/* Where carriage n belongs when an aisle stands open. */
static double home(int n, int aisle) {
    double x = n > aisle ? aisle_mm : 0;
    for (int i = 1; i < n; i++) x += width(i);
    return x;
}

static int open_aisle(void) {
    for (int a = 1; a < carriages; a++) {
        int fits = 1;
        for (int n = 1; n <= carriages; n++) fits &= position[n] - home(n, a) < 5 && home(n, a) - position[n] < 5;
        if (fits) return a;
    }
    return 0;
}

static void token_is(unsigned token) {
    map->tab_input_registers[8] = token >> 16;
    map->tab_input_registers[9] = token & 0xffff;
}

static void result(int r, int refusal) {
    map->tab_input_registers[10] = r;
    map->tab_input_registers[11] = refusal;
}

static void disarm(void) {
    armed_aisle = 0;
    memset(map->tab_registers + 14, 0, 5 * sizeof(uint16_t));
}

static void prepare(void) {
    uint16_t *h = map->tab_registers;
    unsigned token = (unsigned)h[10] << 16 | h[11];
    disarm();
    if (target) { map->tab_input_registers[11] = 12; return; }
    if (token <= highest_executed) { map->tab_input_registers[11] = 2; return; }
    token_is(token);
    if (h[12] != 1 || h[13] < 1 || h[13] >= carriages) { result(REFUSED, 3); return; }
    memcpy(h + 14, h + 10, 4 * sizeof *h);
    h[18] = h[14] ^ h[15] ^ h[16] ^ h[17];
    armed_token = token;
    armed_aisle = h[13];
    armed_at = now_ms();
    result(PREPARED, 0);
}

/* The conditions of section 6, in its order. */
static int forbidden(void) {
    uint16_t *i = map->tab_input_registers;
    int any[3] = {0, 0, 0};
    for (int kind = 0; kind < 3; kind++)
        for (int word = 0; word < 4; word++) any[kind] |= i[12 + 4 * kind + word];
    if (i[5] & 1) return 7;
    if (tripped) return 11;
    for (int kind = 0; kind < 3; kind++) if (any[kind]) return 4 + kind;
    return i[5] & 2 ? 8 : 0;
}

static void execute(void) {
    uint16_t *h = map->tab_registers;
    unsigned token = (unsigned)h[20] << 16 | h[21];
    int aisle = armed_aisle;
    printf("execute token=%u aisle=%d\n", token, aisle);
    if (target) { map->tab_input_registers[11] = 12; return; }
    if (token <= highest_executed) { map->tab_input_registers[11] = 2; return; }
    disarm();
    if (!aisle || token != armed_token) { token_is(token); result(REFUSED, 1); return; }
    if (forbidden()) { result(REFUSED, forbidden()); return; }
    highest_executed = token;
    if (aisle == open_aisle()) { result(DONE, 0); return; }
    target = aisle;
    moved_at = now_ms();
    result(EXECUTING, 0);
    printf("motion.start aisle=%d token=%u\n", target, token);
}

static void stop(int armed_result, int refusal) {
    if (armed_aisle) { disarm(); result(armed_result, refusal); }
    if (target) {
        printf("motion.stop aisle=%d refusal=%d\n", open_aisle(), refusal);
        target = 0;
        result(STOPPED, refusal);
    }
}

static void move(long now) {
    double step = (double)aisle_mm * (now - moved_at) / travel_ms;
    moved_at = now;
    int arrived = 1;
    for (int n = 1; n <= carriages; n++) {
        double left = home(n, target) - position[n];
        double go = left > step ? step : left < -step ? -step : left;
        position[n] += go;
        arrived &= go == left;
    }
    if (arrived) {
        printf("motion.stop aisle=%d refusal=0\n", target);
        target = 0;
        result(DONE, 0);
    }
}

static void tick(void) {
    long now = now_ms();
    uint16_t *i = map->tab_input_registers, *h = map->tab_registers;
    if (now - beat_at >= 100) { beat_at = now; i[3]++; }
    if (h[0] && !tripped && now - fed_at > h[0] * 100L) {
        tripped = 1;
        printf("watchdog.trip\n");
        if (h[1] == 1) stop(REFUSED, 11);
    }
    if (armed_aisle && now - armed_at > 10000) { disarm(); result(REFUSED, 1); }
    if (target) move(now);
    for (int n = 1; n <= carriages; n++) i[23 + n] = (uint16_t)(position[n] + 0.5);
    i[4] = (target ? 2 : 0) | (tripped ? 8 : 0);
    i[6] = target ? 0 : open_aisle();
    i[7] = target;
}

static void read_input(void) {
    char line[64];
    int address, value;
    if (!fgets(line, sizeof line, stdin)) exit(0); /* whoever started us is gone */
    if (sscanf(line, "%d %d", &address, &value) == 2 && (address == 5 || (address >= 12 && address <= 23))) {
        map->tab_input_registers[address] = (uint16_t)value;
        printf("input %d=%d\n", address, value);
        int why = forbidden();
        if (why && target) stop(REFUSED, why);
        if (why == 7) stop(REFUSED, 7);
    }
}

static void written(int address, int count) {
    if (address == 0) { tripped = 0; fed_at = now_ms(); }
    if (address <= 2 && address + count > 2 && map->tab_registers[2] != keep_alive) {
        keep_alive = map->tab_registers[2];
        fed_at = now_ms();
    }
    if (address == 10 && count == 4) prepare();
    if (address == 20 && count == 2) execute();
    if (address == 24 && map->tab_registers[24] == 1) { stop(STOPPED, 0); map->tab_registers[24] = 0; }
}

int main(int argc, char **argv) {
    if (argc != 7) { fprintf(stderr, "usage: mailbox PORT CARRIAGES AISLE_MM END_MM WIDTH_MM TRAVEL_MS\n"); return 2; }
    setvbuf(stdout, NULL, _IOLBF, 0);
    carriages = atoi(argv[2]); aisle_mm = atoi(argv[3]); end_mm = atoi(argv[4]); width_mm = atoi(argv[5]); travel_ms = atoi(argv[6]);
    modbus_t *ctx = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
    map = modbus_mapping_new(0, 0, HR_COUNT, IR_COUNT);
    map->tab_input_registers[0] = 0x4D42;
    map->tab_input_registers[1] = 1;
    map->tab_input_registers[2] = carriages;
    for (int n = 1; n <= carriages; n++) position[n] = home(n, 1);
    int listening = modbus_tcp_listen(ctx, 4);
    if (listening < 0) { perror("listen"); return 1; }
    printf("listening\n");
    fd_set all;
    FD_ZERO(&all);
    FD_SET(listening, &all);
    FD_SET(0, &all);
    int highest = listening;
    for (;;) {
        fd_set ready = all;
        struct timeval wait = {0, 20000};
        tick();
        if (select(highest + 1, &ready, NULL, NULL, &wait) <= 0) continue;
        for (int fd = 0; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready)) continue;
            if (fd == 0) { read_input(); continue; }
            if (fd == listening) {
                modbus_set_socket(ctx, listening);
                int peer = modbus_tcp_accept(ctx, &listening);
                if (peer >= 0) { FD_SET(peer, &all); if (peer > highest) highest = peer; }
                continue;
            }
            uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
            modbus_set_socket(ctx, fd);
            int n = modbus_receive(ctx, query);
            if (n < 0) { close(fd); FD_CLR(fd, &all); continue; }
            if (n == 0) continue;
            tick();
            if (modbus_reply(ctx, query, n, map) < 0) continue;
            const uint8_t *pdu = query + modbus_get_header_length(ctx);
            int address = pdu[1] << 8 | pdu[2];
            if (pdu[0] == MODBUS_FC_WRITE_SINGLE_REGISTER) written(address, 1);
            if (pdu[0] == MODBUS_FC_WRITE_MULTIPLE_REGISTERS) written(address, pdu[3] << 8 | pdu[4]);
        }
    }
}
