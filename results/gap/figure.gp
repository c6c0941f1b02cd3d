# nwidth 0.1.0: nwidth plot gap gap.db --output figure.gp
$panel1_1 << END
# any method: Thm 1, alpha 3 to 1: 1/eps  lower  upper
20 18 200
28 41 392
36 72 648
44 98 968
52 145 1352
60 200 1800
68 242 2312
END
$panel1_2 << END
# g: Thm 1, alpha 3 to 1: 1/eps  lower  upper
20 6 20
28 9 28
36 12 36
44 14 44
52 17 52
60 20 60
68 22 68
END
$panel1_3 << END
# g: Thm 4, built, upper bound: 1/eps  N
20 126
28 174
36 222
44 270
52 318
60 366
68 414
END
$panel1_4 << END
# q: Thm 2, counting: 1/eps  N
20 4
28 4
36 5
52 6
68 6
END
$panel1_5 << END
# q: Thm 3, counting: 1/eps  N
20 4
28 8
36 8
44 10
52 15
60 15
68 15
END
$panel1_6 << END
# g: slope 0.99 [0.87, 1.11]: 1/eps  N: median  least  most
20 6 6 9
28 12 9 12
36 12 12 15
44 15 15 18
52 21 18 21
60 21 21 24
68 24 21 27
END
$panel1_7 << END
# q-free: slope 1.81 [1.69, 1.93]: 1/eps  N: median  least  most
20 8 8 12
28 16 16 20
36 25 20 25
44 30 24 45
52 48 40 50
60 70 55 75
68 90 85 102
END
$panel2_1 << END
# any method: Thm 1, alpha 3 to 1: 1/eps  lower  upper
20 18 200
28 41 392
36 72 648
44 98 968
52 145 1352
60 200 1800
68 242 2312
END
$panel2_2 << END
# g: Thm 1, alpha 3 to 1: 1/eps  lower  upper
20 6 20
28 9 28
36 12 36
44 14 44
52 17 52
60 20 60
68 22 68
END
$panel2_3 << END
# g: Thm 4, built, upper bound: 1/eps  N
20 126
28 174
36 222
44 270
52 318
60 366
68 414
END
$panel2_4 << END
# g: slope 0.99 [0.87, 1.11]: 1/eps  N: median  least  most
20 6 6 9
28 12 9 12
36 12 12 15
44 15 15 18
52 21 18 21
60 21 21 24
68 24 21 27
END
$panel2_5 << END
# q-free: slope 1.77 [1.63, 1.90]: 1/eps  N: median  least  most
20 7 7 11
28 15 15 16
36 21 15 21
44 21 19 39
52 39 31 41
60 54 47 63
68 81 71 93
END
set multiplot
set logscale xy
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset label
unset arrow
set title "bump, tanh, no output bias, r = 1, m1 = 1, m2 = 1, tasks: centres, theta = 0.25\nN, dense; exponent of N_g: m1/r = 1, of N_q: m1+m2 = 2, min(m1+m2, 2 m1) = 2" noenhanced font ',11'
set xrange [19.04455543:71.41148583]
set yrange [3.076923077:3005.6]
set xlabel "1/eps" noenhanced offset 0,-0.6
set ylabel "N: weights and biases" noenhanced
set xtics ("20\nM=2" 20, "28\nM=3" 28, "36\nM=4" 36, "44\nM=5" 44, "52\nM=6" 52, "60\nM=7" 60, "68\nM=8" 68) noenhanced font ',10'
set ytics ("5" 5, "10" 10, "20" 20, "50" 50, "100" 100, "200" 200, "500" 500, "1000" 1000, "2000" 2000) noenhanced font ',10'
set label 1 "any method: Thm 1, alpha 3 to 1" at graph 1.04, graph 0.7980 left noenhanced tc rgb '#555555' font ',10'
set arrow 1 from 68, 748 to graph 1.032, graph 0.7980 nohead lw 0.6 lc rgb '#555555' back
set label 2 "g: Thm 1, alpha 3 to 1" at graph 1.04, graph 0.3677 left noenhanced tc rgb '#4a7f9e' font ',10'
set arrow 2 from 68, 38.67815921 to graph 1.032, graph 0.3677 nohead lw 0.6 lc rgb '#4a7f9e' back
set label 3 "g: Thm 4, built, upper bound" at graph 1.04, graph 0.7120 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 68, 414 to graph 1.032, graph 0.7120 nohead lw 0.6 lc rgb '#333333' back
set label 4 "q: Thm 2, counting" at graph 1.04, graph 0.0970 left noenhanced tc rgb '#333333' font ',10'
set arrow 4 from 68, 6 to graph 1.032, graph 0.0970 nohead lw 0.6 lc rgb '#333333' back
set label 5 "q: Thm 3, counting" at graph 1.04, graph 0.2301 left noenhanced tc rgb '#333333' font ',10'
set arrow 5 from 68, 15 to graph 1.032, graph 0.2301 nohead lw 0.6 lc rgb '#333333' back
set label 6 "g: slope 0.99 [0.87, 1.11]" at graph 1.04, graph 0.2984 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 6 from 68, 24 to graph 1.032, graph 0.2984 nohead lw 0.6 lc rgb '#005a8e' back
set label 7 "q-free: slope 1.81 [1.69, 1.93]" at graph 1.04, graph 0.4904 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 7 from 68, 90 to graph 1.032, graph 0.4904 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2:3 with filledcurves fs pattern 4 noborder fc rgb '#999999' notitle, \
  $panel1_2 using 1:2:3 with filledcurves fs solid 0.55 noborder fc rgb '#9ec9e2' notitle, \
  $panel1_3 using 1:2 with lines dt 2 lw 1.6 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 3 lw 1.6 lc rgb '#333333' notitle, \
  $panel1_5 using 1:2 with lines dt 4 lw 1.6 lc rgb '#333333' notitle, \
  $panel1_6 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_6 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_7 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_7 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset label
unset arrow
set title "bump, tanh, no output bias, r = 1, m1 = 1, m2 = 1, tasks: centres, theta = 0.25\nN, by connections; exponent of N_g: m1/r = 1, of N_q: m1+m2 = 2, min(m1+m2, 2 m1) = 2" noenhanced font ',11'
set xrange [19.04455543:71.41148583]
set yrange [4.615384615:3005.6]
set xlabel "1/eps" noenhanced offset 0,-0.6
set ylabel "N: connections" noenhanced
set xtics ("20\nM=2" 20, "28\nM=3" 28, "36\nM=4" 36, "44\nM=5" 44, "52\nM=6" 52, "60\nM=7" 60, "68\nM=8" 68) noenhanced font ',10'
set ytics ("5" 5, "10" 10, "20" 20, "50" 50, "100" 100, "200" 200, "500" 500, "1000" 1000, "2000" 2000) noenhanced font ',10'
set label 1 "any method: Thm 1, alpha 3 to 1" at graph 1.04, graph 0.7853 left noenhanced tc rgb '#555555' font ',10'
set arrow 1 from 68, 748 to graph 1.032, graph 0.7853 nohead lw 0.6 lc rgb '#555555' back
set label 2 "g: Thm 1, alpha 3 to 1" at graph 1.04, graph 0.3281 left noenhanced tc rgb '#4a7f9e' font ',10'
set arrow 2 from 68, 38.67815921 to graph 1.032, graph 0.3281 nohead lw 0.6 lc rgb '#4a7f9e' back
set label 3 "g: Thm 4, built, upper bound" at graph 1.04, graph 0.6940 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 68, 414 to graph 1.032, graph 0.6940 nohead lw 0.6 lc rgb '#333333' back
set label 4 "g: slope 0.99 [0.87, 1.11]" at graph 1.04, graph 0.2545 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 68, 24 to graph 1.032, graph 0.2545 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "q-free: slope 1.77 [1.63, 1.90]" at graph 1.04, graph 0.4422 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 68, 81 to graph 1.032, graph 0.4422 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2:3 with filledcurves fs pattern 4 noborder fc rgb '#999999' notitle, \
  $panel2_2 using 1:2:3 with filledcurves fs solid 0.55 noborder fc rgb '#9ec9e2' notitle, \
  $panel2_3 using 1:2 with lines dt 2 lw 1.6 lc rgb '#333333' notitle, \
  $panel2_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: median over targets, bars: range; networks with a certified error <= eps, upper bounds of what their targets need. Bands and lines: bounds for the hardest target of the class. Not drawn, far above: g: Thm 4, upper bound: 1.1e6 to 1.2e7." at screen 0.012, screen 0.05445 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
