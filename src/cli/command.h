/* What a command is.  Each stands in its own file, cmd_NAME.c; main.c lists them. */
#ifndef NW_CLI_COMMAND_H
#define NW_CLI_COMMAND_H

#include "base/error.h"
#include "report/style.h"

typedef struct nw_options nw_options;

/* Groups of options a command takes; every command takes --help. */
enum {
    NW_TAKES_OUTPUT = 1 << 0,       /* --format, --output, --no-provenance, --config */
    NW_TAKES_PRECISION = 1 << 1,    /* --prec */
    NW_TAKES_DIGITS = 1 << 2,       /* --digits */
    NW_TAKES_SETTINGS = 1 << 3,     /* --r, --eps, ...: every parameter of the theory */
    NW_TAKES_QUIET = 1 << 4,        /* --quiet */
    NW_TAKES_EXPLAIN = 1 << 5,      /* --explain */
    NW_TAKES_TARGET = 1 << 6,       /* --target */
    NW_TAKES_GOAL = 1 << 7,         /* --eps, --theta */
    NW_TAKES_FIT = 1 << 8,          /* --activation, --hidden-layers, --starts, ...: networks and how they are fitted */
    NW_TAKES_WIDTH = 1 << 9,        /* --width */
    NW_TAKES_SEARCH = 1 << 10,      /* --targets, --scales, --recheck, --threads, --max-width */
    NW_TAKES_SAVE = 1 << 11,        /* --save */
    NW_TAKES_TOLERANCE = 1 << 12,   /* --tol */
    NW_TAKES_BUDGET = 1 << 13,      /* --budget */
    NW_TAKES_CERTIFICATE = 1 << 14, /* --certificate, --domain */
    NW_TAKES_CHECKSUM = 1 << 15,    /* --no-checksum */
    NW_TAKES_STUDY = 1 << 16,       /* --r, --m, --methods, ...: a gap study */
    NW_TAKES_SPLIT = 1 << 17,       /* --m1, --m2 where the theory's settings are not taken */
    NW_TAKES_HYPER = 1 << 18,       /* --f-width, --f-layers, --varies, --max-f-width */
    NW_TAKES_EMBEDDING = 1 << 19,   /* --embedding, --k, --tasks, --l1, --l2 */
    NW_TAKES_JOBS = 1 << 20,        /* --out, --no-resume, --print-study, --threads: a study that is kept in a file */
    NW_TAKES_EXPERIMENT = 1 << 21,  /* --preset, --values, --epochs, ...: an experiment of the paper */
    NW_TAKES_REPRODUCE = 1 << 22,   /* --parts, --preset: everything at once */
    NW_TAKES_AUDIT = 1 << 23,       /* --quick, --seed: how claims are checked */
    NW_TAKES_CONSTRUCT = 1 << 24,   /* --activation, --as: the network of a card's upper bound */
    NW_TAKES_NUMBERS = NW_TAKES_PRECISION | NW_TAKES_DIGITS,
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
    nw_command_fit, nw_command_certify, nw_command_verify, nw_command_width, nw_command_plot, nw_command_gap,
    nw_command_experiment, nw_command_construct, nw_command_reproduce;

/* The commands in the order of the help; NULL past the end. */
const nw_command *nw_command_at(size_t index);

/* Exit codes that are no nw_status. */
enum { NW_EXIT_REFUTED = 1, NW_EXIT_UNKNOWN = 3 };

/* "nwidth: " and the line on stderr. */
void nw_complain(const char *line);

/* Complains and returns the exit code. */
int nw_give_up(const nw_error *error);

#endif
