/*
 * A Modbus server on libmodbus, for the interoperability tests. Without an argument it listens on a free TCP port of the
 * loopback interface; with one it is unit 17 on that serial device (19,200 bit/s, no parity, 2 stop bits).
 * Holding register a starts as 3 a, input register a as 5 a + 1, coil a is on when a is divisible by 3, discrete input
 * a when divisible by 7. It prints where it is, then every write that it is asked for.
 */
#include <errno.h>
#include <modbus.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#define ITEMS 4096
#define UNIT 17

static void serve(modbus_t *server, modbus_mapping_t *map) {
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    int at = modbus_get_header_length(server);
    int length;
    while ((length = modbus_receive(server, query)) >= 0) {
        if (length > 0 && query[at] >= 5) {
            printf("write %d %d\n", query[at], query[at + 1] << 8 | query[at + 2]);
            fflush(stdout);
        }
        if (length > 0 && modbus_reply(server, query, length, map) < 0) {
            return;
        }
    }
}

static int serve_tcp(modbus_t *server, modbus_mapping_t *map) {
    struct sockaddr_in here;
    socklen_t size = sizeof here;
    int listening = modbus_tcp_listen(server, 4);
    if (listening < 0 || getsockname(listening, (struct sockaddr *)&here, &size) != 0) {
        fprintf(stderr, "cannot listen: %s\n", modbus_strerror(errno));
        return 1;
    }
    printf("ready %d\n", ntohs(here.sin_port));
    fflush(stdout);
    while (modbus_tcp_accept(server, &listening) >= 0) {
        serve(server, map);
        modbus_close(server);
    }
    return 0;
}

static int serve_rtu(modbus_t *server, modbus_mapping_t *map) {
    if (modbus_set_slave(server, UNIT) < 0 || modbus_connect(server) < 0) {
        fprintf(stderr, "cannot open: %s\n", modbus_strerror(errno));
        return 1;
    }
    printf("ready 0\n");
    fflush(stdout);
    serve(server, map);
    return 0;
}

int main(int argc, char **argv) {
    modbus_t *server = argc > 1 ? modbus_new_rtu(argv[1], 19200, 'N', 8, 2) : modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *map = modbus_mapping_new(ITEMS, ITEMS, ITEMS, ITEMS);
    if (server == NULL || map == NULL) {
        return 1;
    }
    for (int a = 0; a < ITEMS; a++) {
        map->tab_registers[a] = (uint16_t)(3 * a);
        map->tab_input_registers[a] = (uint16_t)(5 * a + 1);
        map->tab_bits[a] = a % 3 == 0;
        map->tab_input_bits[a] = a % 7 == 0;
    }
    return argc > 1 ? serve_rtu(server, map) : serve_tcp(server, map);
}
