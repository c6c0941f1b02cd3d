/* Parameters, their types, ranges and words, and the values one evaluation uses.  The table nw_parameters drives reading,
 * the command line's options and help, and the range messages: there is no second list. */
#ifndef NW_SETTING_H
#define NW_SETTING_H

#include "base/activation.h"
#include "base/arb_compat.h"
#include "base/error.h"

typedef enum nw_param {
    NW_R,
    NW_N,
    NW_M1,
    NW_M2,
    NW_EPS,
    NW_ALPHA,
    NW_K,
    NW_L1,
    NW_L2,
    NW_C,
    NW_W,
    NW_LAYERS,
    NW_NORM,
    NW_FORM,
    NW_A,
    NW_ACTIVATION,
    NW_BITS,
    NW_WEIGHT_BOUND,
    NW_WIDTH,
    NW_DEPTH,
    NW_OUTPUT_BIAS,
    NW_PARAM_COUNT
} nw_param;

typedef enum nw_norm { NW_ENTRYWISE, NW_INDUCED } nw_norm;
typedef enum nw_form { NW_PAPER, NW_CONSTRUCTIVE } nw_form;

typedef enum nw_type {
    NW_INTEGER,  /* least .. greatest */
    NW_RATIONAL, /* > 0, or >= least when least > 0 */
    NW_CHOICE,   /* one of words */
    NW_RATIONAL_OR_WORD, /* l2: a positive number, or words[0] */
} nw_type;

typedef struct nw_parameter {
    const char *name; /* also the long option */
    nw_type type;
    long least, greatest;      /* of an integer; least also for a rational */
    const char *const *words;  /* NULL-terminated, for choices */
    const char *metavar;       /* "N", "E", "WORD" */
    const char *help;          /* one line */
    const char *latex;         /* as it stands in a formula: "m_1"; NULL: no letter, the name is its text */
} nw_parameter;

extern const nw_parameter nw_parameters[NW_PARAM_COUNT];

/* The parameter of that name, or NW_PARAM_COUNT. */
nw_param nw_param_find(const char *name);

/* "an integer from 1 to 4096", "a number > 0", "tanh, logistic, arctan, crelu or relu".  The caller frees. */
char *nw_param_domain(nw_param param);

/* "a, b or c": the words of the mask (0: all).  The caller frees. */
char *nw_words_text(const char *const *words, unsigned mask);

/* One parameter a card reads. */
typedef struct nw_reads {
    nw_param param;
    const char *default_text; /* NULL: must be given; NW_AUTO: see nw_setting_resolve */
    long least, greatest;     /* this card's narrower range for an integer; 0, 0: the general one */
    unsigned words;           /* this card's choices as a mask 1u << word; 0: all */
} nw_reads;

#define NW_AUTO "auto"
#define NW_WORD(choice) (1u << (choice))

typedef struct nw_value {
    bool given;   /* by the user, not a default */
    bool known;   /* given or defaulted */
    fmpq_t number;
    int choice;   /* index in words, for NW_CHOICE; 0 for the word of NW_RATIONAL_OR_WORD, else -1 */
} nw_value;

struct nw_setting {
    const nw_card *card;
    nw_value values[NW_PARAM_COUNT];
};

void nw_value_init(nw_value *value);
void nw_value_clear(nw_value *value);

/* Reads the value of one parameter and checks its general range; the line names the option and the domain. */
nw_status nw_value_read(nw_value *value, nw_param param, const char *text, nw_error *error);

/* Gives the setting a value read before, as nw_setting_set does from text; the card must read param. */
void nw_setting_give(nw_setting *setting, nw_param param, const nw_value *value);

/* Fills in what was not given: the card's defaults; n = m1 + m2 where the card reads all three; the activation crelu for
 * r = 1 and tanh for r >= 2 (theory.md section 6).  NW_BAD_INPUT names the first parameter that is missing. */
nw_status nw_setting_resolve(nw_setting *setting, nw_error *error);

/* Forgets defaults, keeps given values: a setting can be changed and resolved again. */
void nw_setting_unresolve(nw_setting *setting);

/* Values of a resolved setting. */
slong nw_setting_integer(const nw_setting *setting, nw_param param);
const fmpq *nw_setting_rational(const nw_setting *setting, nw_param param);
int nw_setting_choice(const nw_setting *setting, nw_param param);
bool nw_setting_knows(const nw_setting *setting, nw_param param);

/* The value as text: "1/100" (exact), or as a person writes it: "0.01".  The caller frees. */
char *nw_setting_text(const nw_setting *setting, nw_param param, bool readable);

/* Puts a value computed elsewhere, for cards that evaluate others. */
void nw_setting_put_rational(nw_setting *setting, nw_param param, const fmpq_t value);
void nw_setting_put_integer(nw_setting *setting, nw_param param, slong value);
void nw_setting_put_choice(nw_setting *setting, nw_param param, int choice);

#endif
