#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

static volatile bool flag;
static volatile sig_atomic_t received;

static void note(int signal_number)
{
    received = signal_number;
    flag = true;
}

volatile bool *nw_interrupt_watch(void)
{
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    flag = false;
    received = 0;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) {
        struct sigaction action;
        if (sigaction(caught[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)
            continue; /* nohup: stays ignored */
        memset(&action, 0, sizeof action);
        action.sa_handler = note;
        sigemptyset(&action.sa_mask);
        action.sa_flags = (int)SA_RESETHAND | SA_RESTART;
        sigaction(caught[i], &action, NULL);
    }
    return &flag;
}

void nw_interrupt_deliver(void)
{
    if (received == 0)
        return;
    signal(received, SIG_DFL);
    raise(received);
}
