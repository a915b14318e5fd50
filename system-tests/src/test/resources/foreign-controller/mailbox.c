/*
 * A block controller that shares nothing with this project but docs/reference/register-map-block-mailbox.md.
 * libmodbus does the talking. Usage: mailbox PORT CARRIAGES AISLE_MM END_WIDTH_MM WIDTH_MM TRAVEL_MS
 * Prints one line per thing that happens, so that a test can compare it with what the system believes.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { IR_COUNT = 88, HR_COUNT = 25 };
enum { NONE, PREPARED, EXECUTING, DONE, REFUSED, STOPPED };

static modbus_mapping_t *map;
static int carriages, aisle_mm, end_mm, width_mm, travel_ms;
static int open_aisle = 1, target = 0, armed_aisle = 0;
static unsigned armed_token, last_token;
static long armed_at, motion_at, fed_at, beat_at;
static int tripped = 0, keep_alive = -1;

static long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static int width(int n) { return n == 1 || n == carriages ? end_mm : width_mm; }

static void place(long now) {
    double part = target ? (double)(now - motion_at) / travel_ms : 0;
    if (part > 1) part = 1;
    int x = 0;
    for (int n = 1; n <= carriages; n++) {
        double gap_before = 0; /* how much of the aisle lies left of carriage n */
        if (open_aisle < n) gap_before += aisle_mm * (target ? 1 - part : 1);
        if (target && target < n) gap_before += aisle_mm * part;
        map->tab_input_registers[24 + n - 1] = (uint16_t)(x + gap_before);
        x += width(n);
    }
}

static void result(int r, int refusal) {
    map->tab_input_registers[10] = r;
    map->tab_input_registers[11] = refusal;
    if (r == REFUSED) printf("refused %d\n", refusal);
}

static void prepare(void) {
    uint16_t *h = map->tab_registers;
    memcpy(h + 14, h + 10, 4 * sizeof *h);
    h[18] = h[10] ^ h[11] ^ h[12] ^ h[13];
    armed_token = ((unsigned)h[10] << 16) | h[11];
    armed_aisle = h[13];
    armed_at = now_ms();
    if (h[12] != 1 || armed_aisle < 1 || armed_aisle >= carriages) { armed_aisle = 0; result(REFUSED, 3); return; }
    if (armed_token <= last_token) { armed_aisle = 0; result(REFUSED, 2); return; }
    result(PREPARED, 0);
}

static void execute(void) {
    uint16_t *h = map->tab_registers;
    unsigned token = ((unsigned)h[20] << 16) | h[21];
    printf("execute token=%u aisle=%d\n", token, armed_aisle);
    if (!armed_aisle || token != armed_token || now_ms() - armed_at > 10000) { result(REFUSED, 1); return; }
    if (tripped) { result(REFUSED, 11); return; }
    if (target) { result(REFUSED, 12); return; }
    last_token = token;
    map->tab_input_registers[8] = token >> 16;
    map->tab_input_registers[9] = token & 0xffff;
    if (armed_aisle == open_aisle) { armed_aisle = 0; result(DONE, 0); return; }
    target = armed_aisle;
    armed_aisle = 0;
    motion_at = now_ms();
    result(EXECUTING, 0);
    printf("motion.start aisle=%d token=%u\n", target, token);
}

static void stop(const char *why) {
    armed_aisle = 0;
    if (target) {
        printf("motion.stop aisle=0 why=%s\n", why);
        open_aisle = target = 0;
        result(STOPPED, 0);
    }
    map->tab_registers[24] = 0;
}

static void tick(void) {
    long now = now_ms();
    uint16_t *i = map->tab_input_registers, *h = map->tab_registers;
    if (now - beat_at >= 100) { beat_at = now; i[3]++; }
    if (h[0] && !tripped && now - fed_at > h[0] * 100L) {
        tripped = 1;
        printf("watchdog.trip\n");
        if (h[1] == 1) stop("watchdog");
    }
    place(now);
    if (target && now - motion_at >= travel_ms) {
        open_aisle = target;
        target = 0;
        result(DONE, 0);
        printf("motion.stop aisle=%d why=done\n", open_aisle);
        place(now);
    }
    i[4] = (target ? 2 : 0) | (tripped ? 8 : 0);
    i[6] = target ? 0 : open_aisle;
    i[7] = target;
}

static void written(int address, int count) {
    if (address <= 0 && address + count > 0) { tripped = 0; fed_at = now_ms(); }
    if (address <= 2 && address + count > 2 && map->tab_registers[2] != keep_alive) {
        keep_alive = map->tab_registers[2];
        fed_at = now_ms();
    }
    if (address <= 10 && address + count >= 14) prepare();
    if (address <= 20 && address + count >= 22) execute();
    if (address <= 24 && address + count > 24 && map->tab_registers[24] == 1) stop("register");
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
    int listening = modbus_tcp_listen(ctx, 4);
    if (listening < 0) { perror("listen"); return 1; }
    printf("listening\n");
    fd_set all;
    FD_ZERO(&all);
    FD_SET(listening, &all);
    int highest = listening;
    for (;;) {
        fd_set ready = all;
        struct timeval wait = {0, 20000};
        tick();
        if (select(highest + 1, &ready, NULL, NULL, &wait) <= 0) continue;
        for (int fd = 0; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready)) continue;
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
