/* What the theory says of its own numbers, as data. */
#include "audit_consistency.h"

#include "audit_built.h"

#define SIDE(card, recipe) {card, recipe, NULL, NULL}
#define NAMED(card, recipe, label) {card, recipe, NULL, label}
#define VIEW(card, recipe, view, label) {card, recipe, view, label}
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- lower bounds against upper bounds ----
 *
 * W(r,n) lies in W(1,n), so a network that serves r = 1 serves every r: kuhn and ramp meet lower bounds of every
 * order. */

static const char jumps[] =
    "continuous selection: these deep networks read bits of the target off their weights, and the bits jump";
static const char not_covered[] =
    "activation and Assumption 1: Theorem 1 with alpha > 1 leaves out plain ReLU, whose best networks are not chosen "
    "continuously here";
static const char structured[] =
    "target class: thm5 reaches only structured targets S(I) = W P(I), the lower bound is for all of W(r,m)";
static const char real_weights[] =
    "finite precision: the lower bound is for weights of b bits, the construction has real ones";
static const char piecewise[] =
    "activation: the lower bound is for ReLU or clipped ReLU units, the construction has tanh units";
static const char sigmoidal[] =
    "activation: the lower bound is for tanh or logistic units, the construction is piecewise linear";
static const char very_deep[] =
    "depth: the cheapest of these networks have thousands of hidden layers, more than the card counts (1000)";
static const char one_layer[] = "depth: the lower bound is for one hidden layer, the construction has two";
static const char bounded_weights[] =
    "bounded weights and depth: the lower bound is for one hidden layer with |theta| <= B, the construction has "
    "two and difference quotients for weights";
static const char deeper[] =
    "depth: the lower bound is for one hidden layer, the construction has more (kuhn in one dimension has one: "
    "see ramp)";
static const char other_network[] =
    "quantity: N_q of an embedding method against N_g of a hypernetwork; a clash is the modularity the paper proves";
static const char whole_network[] =
    "quantity and target class: thm5 bounds a whole hypernetwork, and for structured targets only";
static const char one_input[] = "inputs: ramp has a single input and no room for a task, so it is no embedding method";
static const char complexity[] =
    "Lipschitz constant: the publication bounds the error of this network, not its spectral complexity, so C(q) "
    "<= l2 is open";

static const nw_audit_pair pairs[] = {
    /* kuhn, ramp, mcshane and tanh2 depend on the target through averages and values of it, which are linear in it. */
    {SIDE("nwidth", "r n=m eps"), SIDE("kuhn", "n=m eps"), NULL},
    {SIDE("nwidth", "r n=m eps"), SIDE("ramp", "n=m eps"), NULL},
    {SIDE("nwidth", "r n=m eps"), SIDE("mcshane", "n=m eps"), NULL},
    {SIDE("nwidth", "r n=m eps"), SIDE("tanh2", "r n=m eps"), NULL},
    {SIDE("nwidth", "r n=m eps"), SIDE("syz", "r n=m eps"), jumps},
    {SIDE("nwidth", "r n=m eps"), SIDE("lsyz", "r n=m eps"), jumps},
    {SIDE("nwidth", "r n=m eps"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("nwidth", "r n=m1 eps"), SIDE("thm4", "r m1 eps a activation"), NULL},
    {SIDE("nwidth", "r n=m1 eps"), NAMED("thm4", "r m1 eps form=constructive activation", "thm4 constructive"), NULL},

    /* With alpha = 1 only continuity is assumed, which the linear selections have; larger alpha gives smaller
     * numbers, so these must lie below as well, whatever becomes of the other hypotheses. */
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), SIDE("kuhn", "n=m eps"), NULL},
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), SIDE("ramp", "n=m eps"), NULL},
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), SIDE("mcshane", "n=m eps"), NULL},
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), SIDE("tanh2", "r n=m eps"), NULL},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=1", "thm1 alpha=1"), SIDE("syz", "r n=m eps"), jumps},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=3", "thm1 alpha=3"), SIDE("syz", "r n=m eps"), not_covered},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=5", "thm1 alpha=5"), SIDE("syz", "r n=m eps"), not_covered},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=1", "thm1 alpha=1"), SIDE("lsyz", "r n=m eps"), jumps},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=3", "thm1 alpha=3"), SIDE("lsyz", "r n=m eps"), not_covered},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=5", "thm1 alpha=5"), SIDE("lsyz", "r n=m eps"), not_covered},
    {SIDE("thm1", "r m1 m2 eps alpha"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("thm1", "r m1 m2=0 eps alpha"), SIDE("thm4", "r m1 eps a activation"), NULL},
    {SIDE("thm1", "r m1 m2=0 eps alpha"), NAMED("thm4", "r m1 eps form=constructive activation", "thm4 constructive"),
     NULL},

    {SIDE("bits", "r n=m eps bits"), SIDE("kuhn", "n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("ramp", "n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("mcshane", "n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("tanh2", "r n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("syz", "r n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("lsyz", "r n=m eps"), real_weights},
    {SIDE("bits", "r n=m eps bits"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("bits", "r n=m1 eps bits"), SIDE("thm4", "r m1 eps a activation"), real_weights},

    /* capacity is for dense networks of equal widths: the built network is padded with zeros to one of them, at its own
     * depth.  syz is of equal width as published; those of at most 1000 hidden layers can be asked about. */
    {SIDE("capacity", "r n=m eps activation depth=@kuhn-depth"),
     VIEW("kuhn", "n=m eps activation", nw_view_kuhn_padded, "kuhn, padded"), NULL},
    {SIDE("capacity", "r n=m eps activation=crelu depth=1"), SIDE("ramp", "n=m eps"), NULL},
    {SIDE("capacity", "r n=m eps activation=relu depth=@other-depth"),
     VIEW("mcshane", "n=m eps", nw_view_mcshane_padded, "mcshane, padded"), NULL},
    {SIDE("capacity", "r n=m eps activation=crelu depth=2"), SIDE("tanh2", "r n=m eps"), piecewise},
    {SIDE("capacity", "r n=m eps activation=relu depth=@other-depth"), SIDE("syz", "r n=m eps"), NULL},
    {SIDE("capacity", "r n=m eps activation=relu depth=3"), SIDE("lsyz", "r n=m eps"), very_deep},
    {SIDE("capacity", "r n=m eps activation=crelu depth=2"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("capacity", "r n=m1 eps activation=crelu depth=@kuhn-depth-g"),
     VIEW("thm4", "r m1 eps a activation=crelu", nw_view_kuhn_g_padded, "thm4, padded"), NULL},
    {SIDE("capacity", "r n=m1 eps activation depth=@kuhn-depth-g"),
     VIEW("thm4", "r m1 eps form=constructive activation", nw_view_kuhn_g_padded, "thm4 constructive, padded"), NULL},

    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("kuhn", "n=m eps"), sigmoidal},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("ramp", "n=m eps"), sigmoidal},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("mcshane", "n=m eps"), sigmoidal},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("tanh2", "r n=m eps"), one_layer},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("syz", "r n=m eps"), sigmoidal},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("lsyz", "r n=m eps"), sigmoidal},
    {SIDE("capacity-tanh1", "r n=m eps"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("capacity-tanh1", "r n=m1 eps"), SIDE("thm4", "r m1 eps a activation=tanh"), one_layer},

    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("kuhn", "n=m eps"), sigmoidal},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("ramp", "n=m eps"), sigmoidal},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("mcshane", "n=m eps"), sigmoidal},
    {SIDE("capacity-sigmoid", "r n=m eps depth=2"),
     VIEW("tanh2", "r n=m eps", nw_view_tanh2_padded, "tanh2, padded"), NULL},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("syz", "r n=m eps"), sigmoidal},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("lsyz", "r n=m eps"), sigmoidal},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("capacity-sigmoid", "r n=m1 eps depth=2"),
     VIEW("thm4", "r m1 eps a activation=tanh", nw_view_tanh2_g_padded, "thm4, padded"), NULL},

    /* ramp is one hidden layer of known width, with weights of known size. */
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound width=50"), SIDE("kuhn", "n=m eps"), deeper},
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound=@ramp-weight width=@ramp-width"), SIDE("ramp", "n=m eps"),
     NULL},
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound width=50"), SIDE("mcshane", "n=m eps"), deeper},
    {SIDE("entropy", "r n=m eps activation=tanh weight-bound width=50"), SIDE("tanh2", "r n=m eps"), bounded_weights},
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound width=50"), SIDE("syz", "r n=m eps"), deeper},
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound width=50"), SIDE("lsyz", "r n=m eps"), deeper},
    {SIDE("entropy", "r n=m eps activation=crelu weight-bound width=50"), SIDE("thm5", "r m1 m2 eps w"), structured},
    {SIDE("entropy", "r n=m1 eps activation=crelu weight-bound width=50"), SIDE("thm4", "r m1 eps a activation=crelu"),
     deeper},
    {SIDE("entropy", "r n=m1 eps activation=tanh weight-bound width=50"), SIDE("thm4", "r m1 eps a activation=tanh"),
     bounded_weights},

    /* The kuhn network on all of (x, I) is an embedding method with e(I) = I: one linear layer, C(e) = 1 = l1, k =
     * m2.  Its norms are known, and l2 and c are set to them; the selection is linear, so alpha = 1 and with it
     * every alpha.
     *
     * These norms are so large that thm2 is vacuous there.  But the proofs need of C(q) <= l2 only that q changes
     * by at most l2 times the 1-norm of a change of e, and of the first layer that its norm times l2 bounds the
     * same for changes of each coordinate.  A kuhn network of a target in W(1,m) is 1-Lipschitz in the 1-norm, and
     * the kuhn networks that replace e stay in [-1,1], so l2 = 1, and c l2 = k, serve as well.
     *
     * So is the mcshane network, for m1 = m2 = 1: 1-Lipschitz in the max norm, and with alpha = 1, for relu.  Its first
     * layer takes I in with P + 1 weights of size 1, and what follows changes by at most twice their 1-norm. */
    {SIDE("thm2", "m1 m2 eps alpha activation k=m2 l1=1 l2=@kuhn-complexity layers=@kuhn-layers"),
     NAMED("kuhn", "n=m eps activation", "kuhn as q(x,I)"), NULL},
    {NAMED("thm2", "m1 m2 eps alpha activation k=m2 l1=1 l2=1 layers=@kuhn-layers", "thm2 l2=1"),
     NAMED("kuhn", "n=m eps activation", "kuhn as 1-Lipschitz q"), NULL},
    {NAMED("thm2", "m1 m2 eps alpha=1 activation=relu k=m2 l1=1 l2=1 layers=@other-layers", "thm2 alpha=1 l2=1"),
     NAMED("mcshane", "n=m eps", "mcshane as 1-Lipschitz q"), NULL},
    {SIDE("thm2", "m1 m2 eps alpha"), SIDE("ramp", "n=m eps"), one_input},
    {SIDE("thm2", "m1 m2 eps alpha activation=tanh k=m2"), NAMED("tanh2", "n=m eps", "tanh2 as q(x,I)"), complexity},
    {SIDE("thm2", "m1 m2 eps alpha=1 activation=relu k=m2"), NAMED("syz", "n=m eps", "syz as q(x,I)"), jumps},
    {SIDE("thm2", "m1 m2 eps alpha=1 activation=relu k=m2"), NAMED("lsyz", "n=m eps", "lsyz as q(x,I)"), jumps},
    {SIDE("thm2", "m1 m2 eps alpha"), SIDE("thm5", "m1 m2 eps w"), whole_network},
    {SIDE("thm2", "m1 m2 eps alpha"), SIDE("thm4", "m1 eps a"), other_network},

    {SIDE("thm3", "m1 m2 eps alpha activation norm l1=1 c=@kuhn-first l2=@kuhn-later layers=@kuhn-layers"),
     NAMED("kuhn", "n=m eps activation", "kuhn as q(x,I)"), NULL},
    {NAMED("thm3", "m1 m2 eps alpha activation norm l1=1 c=m2 l2=1 layers=@kuhn-layers", "thm3 c=m2 l2=1"),
     NAMED("kuhn", "n=m eps activation", "kuhn as 1-Lipschitz q"), NULL},
    {NAMED("thm3", "m1 m2 eps alpha=1 activation=relu norm l1=1 c=m2 l2=1 layers=@other-layers",
           "thm3 alpha=1 c=m2 l2=1"),
     NAMED("mcshane", "n=m eps", "mcshane as 1-Lipschitz q"), NULL},
    {SIDE("thm3", "m1 m2 eps alpha"), SIDE("ramp", "n=m eps"), one_input},
    {SIDE("thm3", "m1 m2 eps alpha activation=tanh"), NAMED("tanh2", "n=m eps", "tanh2 as q(x,I)"), complexity},
    {SIDE("thm3", "m1 m2 eps alpha=1 activation=relu"), NAMED("syz", "n=m eps", "syz as q(x,I)"), jumps},
    {SIDE("thm3", "m1 m2 eps alpha=1 activation=relu"), NAMED("lsyz", "n=m eps", "lsyz as q(x,I)"), jumps},
    {SIDE("thm3", "m1 m2 eps alpha"), SIDE("thm5", "m1 m2 eps w"), whole_network},
    {SIDE("thm3", "m1 m2 eps alpha"), SIDE("thm4", "m1 eps a"), other_network},

    {SIDE("thm2-counting", "m1 m2 eps activation k=m2 l1=1 l2=1 layers=@kuhn-layers"),
     VIEW("kuhn", "n=m eps activation", nw_view_kuhn_padded, "kuhn as q, padded"), NULL},
    {NAMED("thm2-counting", "m1 m2 eps activation=relu k=m2 l1=1 l2=1 layers=@other-layers", "thm2-counting l2=1"),
     VIEW("mcshane", "n=m eps", nw_view_mcshane_padded, "mcshane as q, padded"), NULL},
    {SIDE("thm2-counting", "m1 m2 eps activation k l2"), SIDE("ramp", "n=m eps"), one_input},
    {SIDE("thm2-counting", "m1 m2 eps activation=tanh k=m2 layers=3"), NAMED("tanh2", "n=m eps", "tanh2 as q(x,I)"),
     complexity},
    {SIDE("thm2-counting", "m1 m2 eps activation=relu k=m2"), NAMED("syz", "n=m eps", "syz as q(x,I)"), complexity},
    {SIDE("thm2-counting", "m1 m2 eps activation=relu k=m2"), NAMED("lsyz", "n=m eps", "lsyz as q(x,I)"), complexity},
    {SIDE("thm2-counting", "m1 m2 eps l2"), SIDE("thm5", "m1 m2 eps w"), whole_network},
    {SIDE("thm2-counting", "m1 m2 eps l2"), SIDE("thm4", "m1 eps a"), other_network},

    {SIDE("thm3-counting", "m1 m2 eps l1=1 c=@kuhn-first l2=@kuhn-later layers=@kuhn-layers"),
     VIEW("kuhn", "n=m eps", nw_view_kuhn_padded, "kuhn as q, padded"), NULL},
    {NAMED("thm3-counting", "m1 m2 eps activation=relu l1=1 c=@mcshane-first l2=2 layers=@other-layers",
           "thm3-counting l2=2"),
     VIEW("mcshane", "n=m eps", nw_view_mcshane_padded, "mcshane as q, padded"), NULL},
    {SIDE("thm3-counting", "m1 m2 eps l2=1"), SIDE("ramp", "n=m eps"), one_input},
    {NAMED("thm3-counting", "m1=2 m2=1 eps activation=tanh layers=3", "thm3-counting, m1=2 m2=1"),
     NAMED("tanh2", "n=3 eps", "tanh2 as q(x,I)"), complexity},
    {NAMED("thm3-counting", "m1=2 m2=1 eps activation=relu", "thm3-counting, m1=2 m2=1"),
     NAMED("syz", "n=3 eps", "syz as q(x,I)"), complexity},
    {NAMED("thm3-counting", "m1=2 m2=1 eps activation=relu", "thm3-counting, m1=2 m2=1"),
     NAMED("lsyz", "n=3 eps", "lsyz as q(x,I)"), complexity},
    {SIDE("thm3-counting", "m1 m2 eps l2=1"), SIDE("thm5", "m1 m2 eps w"), whole_network},
    {SIDE("thm3-counting", "m1 m2 eps l2=1"), SIDE("thm4", "m1 eps a"), other_network},
};

/* ---- orders the theory states ---- */

static const char by_definition[] = "the same number by definition";
static const char more_distortion[] = "a larger distortion of the selector leaves a smaller bound";
static const char weaker_route[] = "Theorems 2 and 3 take something away from Nw(2 alpha eps; 1, m)";

static const nw_audit_order orders[] = {
    {NAMED("thm1", "r m1=m m2=0 eps alpha=1", "thm1 alpha=1"), NW_EQUAL, SIDE("nwidth", "r n=m eps"), by_definition},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=3", "thm1 alpha=3"), NW_AT_MOST,
     NAMED("thm1", "r m1=m m2=0 eps alpha=1", "thm1 alpha=1"), more_distortion},
    {NAMED("thm1", "r m1=m m2=0 eps alpha=5", "thm1 alpha=5"), NW_AT_MOST,
     NAMED("thm1", "r m1=m m2=0 eps alpha=3", "thm1 alpha=3"), more_distortion},
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), NW_AT_MOST, NAMED("nwidth", "r n=m eps=@alpha*eps", "nwidth at alpha eps"),
     "thm1 is Nw(alpha eps; r, m), less one where the witness holds the constants"},
    {SIDE("thm2", "m1 m2 eps alpha activation l2 k"), NW_AT_MOST,
     NAMED("nwidth", "n=m eps=@2alpha*eps", "nwidth at 2 alpha eps"), weaker_route},
    {SIDE("thm3", "m1 m2 eps alpha activation l2 norm"), NW_AT_MOST,
     NAMED("nwidth", "n=m eps=@2alpha*eps", "nwidth at 2 alpha eps"), weaker_route},
    {NAMED("thm3", "m1 m2 eps alpha activation l2 norm=induced", "thm3 induced"), NW_AT_MOST,
     NAMED("thm3", "m1 m2 eps alpha activation l2 norm=entrywise", "thm3 entrywise"),
     "the induced norm asks for a finer e than the entrywise one"},
    {NAMED("thm2", "m1 m2 eps alpha activation l2 k=2", "thm2 k=2"), NW_AT_MOST,
     NAMED("thm2", "m1 m2 eps alpha activation l2 k=1", "thm2 k=1"), "more coordinates of e cost more"},
    {NAMED("thm2", "m1 m2 eps alpha activation k l2=100", "thm2 l2=100"), NW_AT_MOST,
     NAMED("thm2", "m1 m2 eps alpha activation k l2=1", "thm2 l2=1"), "a larger l2 asks for a finer e"},
    {NAMED("thm3", "m1 m2 eps alpha activation norm l2=100", "thm3 l2=100"), NW_AT_MOST,
     NAMED("thm3", "m1 m2 eps alpha activation norm l2=1", "thm3 l2=1"), "a larger l2 asks for a finer e"},

    {NAMED("bits", "r n=m eps bits=1", "bits b=1"), NW_AT_MOST, SIDE("nwidth", "r n=m eps"),
     "sign points are counted over fewer witnesses than dimensions"},
    {NAMED("bits", "r n=m eps bits=64", "bits b=64"), NW_AT_MOST, NAMED("bits", "r n=m eps bits=32", "bits b=32"),
     "longer weights hold more"},
    {NAMED("bits", "r n=m eps bits=32", "bits b=32"), NW_AT_MOST, NAMED("bits", "r n=m eps bits=16", "bits b=16"),
     "longer weights hold more"},
    {NAMED("entropy", "r n=m eps width=50 weight-bound=100", "entropy B=100"), NW_AT_MOST,
     NAMED("entropy", "r n=m eps width=50 weight-bound=1", "entropy B=1"), "larger weights hold more"},
    {NAMED("capacity", "r n=m eps depth activation=crelu", "capacity crelu"), NW_AT_MOST,
     NAMED("capacity", "r n=m eps depth activation=relu", "capacity relu"),
     "two breakpoints make more patterns than one"},

    {SIDE("ramp", "n=m eps"), NW_EQUAL, SIDE("kuhn", "n=m eps"), "ramps and hinges cost the same"},
    {SIDE("kuhn", "n=m eps"), NW_AT_MOST, VIEW("kuhn", "n=m eps", nw_view_kuhn_padded, "kuhn, padded"),
     "padding adds connections"},
    {SIDE("mcshane", "n=m eps"), NW_AT_MOST, VIEW("mcshane", "n=m eps", nw_view_mcshane_padded, "mcshane, padded"),
     "padding adds connections"},
    {SIDE("tanh2", "r n=m eps"), NW_AT_MOST, VIEW("tanh2", "r n=m eps", nw_view_tanh2_padded, "tanh2, padded"),
     "padding adds connections"},
    {NAMED("thm4", "r=1 m1 eps a activation=crelu", "thm4 crelu"), NW_EQUAL,
     NAMED("kuhn", "n=m1 eps=@eps/a", "kuhn at eps/a"), by_definition},
    {NAMED("thm4", "r m1 eps a activation=tanh", "thm4 tanh"), NW_EQUAL,
     NAMED("tanh2", "r n=m1 eps=@eps/a", "tanh2 at eps/a"), by_definition},
    {NAMED("thm4", "r m1 eps form=constructive activation", "thm4 constructive"), NW_EQUAL,
     NAMED("kuhn", "n=m1 eps=@eps/2", "kuhn at eps/2"), by_definition},
    {NAMED("thm4", "r m1 eps form=constructive", "thm4 constructive"), NW_AT_MOST,
     NAMED("thm4", "r m1 eps a=3", "thm4 a=3"), "less of eps is given away"},
    {NAMED("thm4", "r m1 eps a=3 activation", "thm4 a=3"), NW_AT_MOST,
     NAMED("thm4", "r m1 eps a=4 activation", "thm4 a=4"), "less of eps is given away"},
    {NAMED("thm4", "r m1 eps a=4", "thm4 a=4"), NW_AT_MOST, SIDE("thm5", "r m1 m2 eps w"),
     "the hypernetwork of thm5 holds w times the parameters of its primary network"},
    {VIEW("separation", "m1 m2 eps alpha activation k l2 layers form=paper", nw_view_q, "separation: its N_q"),
     NW_EQUAL, SIDE("thm2", "m1 m2 eps alpha activation k l2 layers"), by_definition},
    {VIEW("separation", "m1 m2 eps activation=crelu l2 form=constructive", nw_view_q,
          "separation constructive: its N_q"),
     NW_EQUAL, SIDE("thm2-counting", "m1 m2 eps activation=crelu l2"), by_definition},
    {VIEW("separation", "m1 m2 eps alpha activation k l2 form=paper", nw_view_g, "separation: its N_g"), NW_EQUAL,
     SIDE("thm4", "m1 eps activation"), by_definition},
    {VIEW("thm2", "m1 m2 eps alpha=1 activation k=m2 l2=1 layers=@kuhn-layers", nw_view_l2min, "l2min(eps)"),
     NW_AT_MOST, VIEW("kuhn", "n=m eps activation", nw_view_kuhn_complexity, "C(q) of kuhn"),
     "no q has a spectral complexity below l2min, and the kuhn network is one"},
};

/* ---- numbers that rise as eps falls ---- */

static const char l2_grows[] =
    "l2 = l2min(eps) grows as eps falls, and with it the price of e: the hypotheses are not the same at two eps";
static const char stops_early[] =
    "the search for the least shape stops within one part in 1024 of what it could prove, and may fall by so much";
static const char a_ratio[] = "a ratio of two bounds that both rise";
static const char difference[] = "a difference of two step functions that both rise: steps of k U may come first";

static const nw_audit_series series[] = {
    {SIDE("nwidth", "r n=m eps"), NULL, 0},
    {SIDE("thm1", "r m1=m m2=0 eps alpha"), NULL, 0},
    {NAMED("thm2", "m1 m2 eps alpha activation k l2=feasible layers", "thm2 l2 feasible"), l2_grows, 0},
    {NAMED("thm2", "m1 m2 eps alpha activation k l2=1", "thm2 l2=1"), difference, 0},
    {NAMED("thm3", "m1 m2 eps alpha activation norm l2=feasible layers", "thm3 l2 feasible"), l2_grows, 0},
    {NAMED("thm3", "m1 m2 eps alpha activation norm l2=1", "thm3 l2=1"), difference, 0},
    {SIDE("thm4", "r m1 eps a activation"), NULL, 0},
    {NAMED("thm4", "r m1 eps form=constructive activation", "thm4 constructive"), NULL, 0},
    {SIDE("thm5", "r m1 m2 eps w activation"), NULL, 0},
    {SIDE("kuhn", "n=m eps activation"), NULL, 0},
    {SIDE("ramp", "n=m eps"), NULL, 0},
    {SIDE("mcshane", "n=m eps"), NULL, 0},
    {SIDE("tanh2", "r n=m eps"), NULL, 0},
    {NAMED("separation", "m1 m2 eps alpha activation k l2=feasible layers form=paper", "separation paper"), a_ratio, 0},
    {NAMED("separation", "m1 m2 eps activation=crelu l2=feasible form=constructive", "separation constructive"),
     a_ratio, 0},
    {SIDE("bits", "r n=m eps bits"), NULL, 0},
    {SIDE("capacity", "r n=m eps activation depth"), NULL, 0},
    {SIDE("capacity-tanh1", "r n=m eps"), NULL, 0},
    {SIDE("capacity-sigmoid", "r n=m eps depth"), NULL, 0},
    {SIDE("entropy", "r n=m eps weight-bound width=50"), NULL, 0},
    {NAMED("thm2-counting", "m1 m2 eps activation l2=1", "thm2-counting l2=1"), NULL, 0},
    {NAMED("thm3-counting", "m1 m2 eps l2=1", "thm3-counting l2=1"), stops_early, 1024},
    {SIDE("syz", "n=m eps"), NULL, 0},
    {SIDE("lsyz", "r n=m eps"), NULL, 0},
};

static const nw_audit_alone alone[] = {
    {"separation", "a ratio of two numbers, which no upper bound speaks of; its parts N_q and N_g are checked as thm2, "
                   "thm2-counting and thm4"},
};

static const nw_audit_slow slow[] = {
    {"capacity", 2},
    {"entropy", 3},
    {"separation", 4},
    {"thm2-counting", 6},
    {"thm3-counting", 16},
};

const nw_audit_plan nw_consistency_plan = {
    .pairs = pairs,
    .pair_count = COUNT(pairs),
    .orders = orders,
    .order_count = COUNT(orders),
    .series = series,
    .series_count = COUNT(series),
    .alone = alone,
    .alone_count = COUNT(alone),
    .slow = slow,
    .slow_count = COUNT(slow),
    .find = nw_card_find,
};
