// Sends the same requests to two services and logs both answers. Usage: shadow -primary URL -candidate URL
package main

func main() {}
