/* What a command is.  Each stands in its own file, cmd_NAME.c; main.c lists them. */
#ifndef NW_CLI_COMMAND_H
#define NW_CLI_COMMAND_H

#include "base/error.h"
#include "report/style.h"

typedef struct nw_options nw_options;

/* Groups of options a command takes; every command takes --help. */
enum {
    NW_TAKES_OUTPUT = 1,   /* --format, --output, --no-provenance, --config */
    NW_TAKES_PRECISION = 2,  /* --prec */
    NW_TAKES_DIGITS = 32768, /* --digits */
    NW_TAKES_NUMBERS = NW_TAKES_PRECISION | NW_TAKES_DIGITS,
    NW_TAKES_SETTINGS = 4, /* --r, --eps, ...: every parameter of the theory */
    NW_TAKES_QUIET = 8,    /* --quiet */
    NW_TAKES_EXPLAIN = 16, /* --explain */
    NW_TAKES_TARGET = 32,       /* --target */
    NW_TAKES_GOAL = 64,         /* --eps, --theta */
    NW_TAKES_FIT = 128,         /* --activation, --hidden-layers, --starts, ...: networks and how they are fitted */
    NW_TAKES_WIDTH = 256,       /* --width */
    NW_TAKES_SEARCH = 512,      /* --targets, --recheck, --threads, --max-width */
    NW_TAKES_SAVE = 1024,       /* --save */
    NW_TAKES_TOLERANCE = 2048,  /* --tol */
    NW_TAKES_BUDGET = 4096,     /* --budget */
    NW_TAKES_CERTIFICATE = 8192, /* --certificate */
    NW_TAKES_CHECKSUM = 16384,  /* --no-checksum */
};

typedef struct nw_command {
    const char *name;
    const char *operands;                  /* as in the synopsis: "CARD..." */
    const char *summary;                   /* one line */
    const char *about;                     /* a paragraph of --help */
    unsigned groups;                       /* NW_TAKES_... */
    unsigned styles;                       /* NW_STYLE_BIT of the formats it writes; 0: no --format */
    void (*more_help)(nw_text *help);      /* adds to --help, or NULL */
    int (*run)(const nw_options *options); /* returns the exit code */
} nw_command;

extern const nw_command nw_command_list, nw_command_explain, nw_command_bound, nw_command_table, nw_command_audit,
    nw_command_fit, nw_command_certify, nw_command_verify, nw_command_width, nw_command_plot;

/* The commands in the order of the help; NULL past the end. */
const nw_command *nw_command_at(size_t index);

/* Exit codes that are no nw_status. */
enum { NW_EXIT_REFUTED = 1, NW_EXIT_UNKNOWN = 3 };

/* "nwidth: " and the line on stderr. */
void nw_complain(const char *line);

/* Complains and returns the exit code. */
int nw_give_up(const nw_error *error);

#endif
